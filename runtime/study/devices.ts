// Whether a run's device can give its trainings what `resources.gpus` asks for; said before anything is trained.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Experiment } from '../experiment.js'
import type { Device } from './numerics.js'
import { procedureOf } from './roles.js'

/** Trainings that compute by ONNX Runtime in our own process, on one device each; programs see to theirs. */
const native: ReadonlySet<string> = new Set(['supervised'])

/**
 * @throws PlanError `one-device-each` where a native training asks for several, `devices-alike` where they cannot be told apart,
 * `gpus-unused` where all trainings are native and the run computes on the cpu
 */
export function checkDevices({ arms, resources: { gpus = 0 } }: Experiment, device: Device): void {
  const natives = arms.filter((arm) => native.has(procedureOf(arm).definition.kind))
  const [first] = natives
  if (gpus === 0 || first === undefined) return
  if (gpus > 1) {
    throw new PlanError(
      'one-device-each',
      `\`resources.gpus: ${String(gpus)}\` was found, and the trainings of arm '${first.name}' compute on one device each`,
      { hint: 'write `gpus: 1`, or a share such as `gpus: 0.5`; more workers use more devices' },
    )
  }
  if (device === 'webgpu') {
    throw new PlanError(
      'devices-alike',
      '`resources.gpus` gives each training a device of its own, and WebGPU cannot tell several apart: it takes what the driver names first',
      { hint: 'use --device cuda, or leave `resources.gpus` away and let the workers share that one device' },
    )
  }
  if (device === 'cpu' && natives.length === arms.length) {
    throw new PlanError(
      'gpus-unused',
      `\`resources.gpus: ${String(gpus)}\` asks for a GPU, and this run computes on the cpu`,
      {
        hint: 'add --device cuda, which `auto` never chooses by itself; or leave `resources.gpus` away',
      },
    )
  }
}
