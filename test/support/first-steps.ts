// The first steps of a training, one loss each, through the loop that trains for users.
import type { Device } from '../../runtime/tensor/graph.js'
import { numbersOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { firstValues, type Job } from '../../runtime/trial/job.js'
import { startMember } from '../../runtime/trial/member.js'
import { openTraining } from '../../runtime/trial/training-session.js'

/** How many steps are taken, and where. */
export interface HowToStep {
  readonly steps: number
  readonly device?: Device
  /** 0, the default, trains alone; else as that many equal members. */
  readonly width?: number
  /** First values by name of the parameter; the others start as their layers say. */
  readonly start?: Readonly<Record<string, Tensor>>
}

/** Losses of all steps, and what is carried at the end by name. */
export interface Steps {
  readonly losses: readonly number[]
  readonly end: ReadonlyMap<string, readonly number[]>
}

/** Takes steps over the rows of the job in their order, from the beginning again after the last. */
export async function firstSteps(
  job: Job,
  { steps, device = 'cpu', width = 0, start = {} }: HowToStep,
): Promise<Steps> {
  const session = await openTraining(job.recipe, width, { device })
  const member = await startMember(job, session.slots)
  const unknown = Object.keys(start).filter((name) => !job.leaves.parameters.has(name))
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: no such parameters`)
  const state = session.slots.map(({ name, shape }) => ({
    name,
    shape,
    values: Float32Array.from(
      start[name] === undefined ? firstValues(job, name, shape) : numbersOf(start[name]),
    ),
  }))
  const count = Math.max(1, width)
  const own = job.request.rows.train
  const rows = Int32Array.from(
    { length: steps * job.recipe.batch },
    (_, index) => own[index % own.length] ?? 0,
  )
  const each = <T>(value: T): readonly T[] => Array.from({ length: count }, () => value)
  const result = await session.run({
    members: each(member),
    rows: each(rows),
    first: 0,
    steps,
    step: 0,
    state: session.stack(each(state)),
  })
  await session.release()
  const [last = []] = session.unstack(result.state, 1)
  return {
    losses: Array.from({ length: steps }, (_, step) => result.losses[step * count] ?? Number.NaN),
    end: new Map(last.map(({ name, values }) => [name, [...values]])),
  }
}
