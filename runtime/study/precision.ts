// Whether a run's device can give its trainings the precision that they ask for; said before anything is trained.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Experiment } from '../experiment.js'
import { halfProductsProblem } from '../trial/half-products.js'
import type { Device } from './numerics.js'
import { procedureOf } from './roles.js'

/** Tries products in half precision once, where some training may take them. @throws PlanError `no-half-products` */
export async function checkPrecision(
  { arms }: Experiment,
  device: Device,
  probe: (device: Device) => Promise<string | undefined> = halfProductsProblem,
): Promise<void> {
  const mixed = arms.find((arm) => mayBeMixed(procedureOf(arm)))
  if (mixed === undefined) return
  const problem = await probe(device)
  if (problem === undefined) return
  throw new PlanError(
    'no-half-products',
    `\`precision: mixed\` was found in arm '${mixed.name}', and '${device}' takes no products in half precision here: ${problem}`,
    {
      hint: 'write `precision: float32`, or use a GPU that computes with float16 (WebGPU: an adapter with `shader-f16`); --device cpu gives the numbers of half precision without its speed',
    },
  )
}

/** A choice may come out as either. */
const mayBeMixed = ({ definition, options }: ReturnType<typeof procedureOf>): boolean =>
  definition.kind === 'supervised' && options['precision'] !== undefined && options['precision'] !== 'float32'
