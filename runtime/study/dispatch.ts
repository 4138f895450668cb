// Which waiting trainings go to a worker next, and which together: the most urgent first, with others of the same structure up to
// the width that its procedure allows. Grouping decides speed alone; results are the same in any company.
import type { SegmentRequest } from '../procedures/procedure.js'
import type { QueuedDemand } from './trainings.js'
import type { Demand } from './training.js'

/** Chooses the next job from a queue in order of urgency; empty when nothing waits. */
export function chooseJob(
  queue: readonly QueuedDemand[],
  workers: number,
  structureOf: (demand: Demand) => string,
): readonly QueuedDemand[] {
  const first = queue[0]
  if (first === undefined) return []
  const { procedure, specified } = first.demand
  const width = first.alone
    ? 1
    : Math.max(1, procedure.definition.width(specified, specified.training?.options ?? procedure.options))
  if (width === 1) return [first]
  const structure = structureOf(first.demand)
  const alike = queue.filter(({ demand, alone }) => !alone && structureOf(demand) === structure)
  // A group is no larger than what keeps all workers busy.
  return alike.slice(0, Math.min(width, Math.max(1, Math.ceil(alike.length / workers))))
}

/** Structure of demands, worked out once each. */
export function createStructures(): (demand: Demand) => string {
  const known = new WeakMap<Demand, string>()
  return (demand) => {
    const found = known.get(demand)
    if (found !== undefined) return found
    const { procedure, specified, rows } = demand
    const own = procedure.definition.structure(
      specified,
      rows,
      specified.training?.options ?? procedure.options,
    )
    const structure = JSON.stringify([procedure.definition.kind, demand.task, demand.from, demand.to, own])
    known.set(demand, structure)
    return structure
  }
}

/** A demand as a worker gets it. */
export function requestOf(
  demand: Demand,
  checkpoint: string | undefined,
  checkpointOut: string | undefined,
): SegmentRequest {
  const { training, arm, task, phase, specified, seed, rows, from, to, maximum } = demand
  return {
    training,
    arm,
    task,
    phase,
    specified,
    seed,
    rows,
    // Without a state to go on from, the training starts anew: straight through gives the same.
    from: checkpoint === undefined ? 0 : from,
    to,
    maximum,
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(checkpointOut === undefined ? {} : { checkpointOut }),
  }
}
