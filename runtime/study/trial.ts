// One trial of a search: its trainings (seeds × inner folds), how far they are, and what came of them.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Specified } from '../space/search-space.js'
import type { RecordedEnd, RecordedTraining, SegmentFinished } from '../store/record.js'
import { searchKeyOf } from '../store/state.js'
import { trainingIdentity } from './identity.js'
import { procedureOf } from './roles.js'
import type { Played } from './roles.js'
import type { ProcedureDefinition } from '../procedures/procedure.js'
import type { SearchSetup } from './search-setup.js'
import type { StudyContext } from './study-context.js'
import type { Demand } from './training.js'
import { aggregate, objectiveValue } from './values.js'

/** One training of the trial. */
interface Part {
  readonly seed: number
  readonly inner: number
  training: string
  /** Whose checkpoint it goes on from, where that is not its own. */
  parent?: string
  segment?: SegmentFinished
}

/** A trial and its trainings. */
export class Trial {
  readonly number: number
  /** The scheduler's number. */
  readonly ticket: number
  specified: Specified
  /** Fidelity that its taken results have reached. */
  reached = 0
  /** Fidelity that it is being trained to. */
  reaching = 0
  private missing = 0
  private readonly parts: Part[]
  private readonly procedure: Played<ProcedureDefinition>
  private values: readonly (readonly number[])[] | undefined

  constructor(
    proposal: { readonly number: number; readonly ticket: number; readonly specified: Specified },
    private readonly setup: SearchSetup,
    private readonly study: StudyContext,
  ) {
    this.number = proposal.number
    this.ticket = proposal.ticket
    this.specified = proposal.specified
    const { unit } = setup
    this.procedure = procedureOf(setup.arm)
    this.parts = unit.folds.flatMap((_, inner) => unit.seeds.map((seed) => ({ seed, inner, training: '' })))
    this.name()
  }

  /** Whether results of the stretch under way are missing. */
  get isWaiting(): boolean {
    return this.missing > 0
  }

  /** Aggregated values, one an objective; absent where it has none. */
  get objectives(): readonly number[] | undefined {
    return this.values === undefined ? undefined : aggregate(this.values)
  }

  /** Asks for the next stretch of every training; true when all of it is known already, else `whenThere` is called once. */
  train(to: number, whenThere: () => void): boolean {
    this.reaching = to
    const asked = this.parts.map((part) => {
      const segment = this.study.trainings.ask(this.demand(part, to), (found) => {
        part.segment = found
        this.missing -= 1
        if (this.missing === 0) whenThere()
      })
      if (segment === undefined) delete part.segment
      else part.segment = segment
      return segment
    })
    this.missing = asked.filter((segment) => segment === undefined).length
    return this.missing === 0
  }

  /** Takes the finished stretch into account. */
  take(): { readonly end: RecordedEnd; readonly values: readonly number[] | undefined } {
    this.reached = this.reaching
    const segments = this.parts.map(segmentOf)
    const end = segments.find((segment) => segment.end !== 'completed')?.end ?? 'completed'
    this.values =
      end === 'completed'
        ? segments.map((segment) =>
            this.study.experiment.objective.map((one) => objectiveValue(one, segment, this.specified)),
          )
        : undefined
    return { end, values: this.objectives }
  }

  /** Records the trial's end, once. */
  recordEnd(end: RecordedEnd, counted: boolean): void {
    const { arm, unit } = this.setup
    const key = { arm: arm.name, task: unit.task, replicate: unit.replicate, fold: unit.fold }
    const recorded = this.study.state.searches.get(searchKeyOf(key))?.trials.get(this.number)
    if (recorded?.end !== undefined) return
    this.study.append({
      kind: 'trial-finished',
      ...key,
      trial: this.number,
      end,
      counted,
      trainings: this.parts.map((part) => recordedTraining(part, this.reached)),
      values: this.values?.map((values) => values[0] ?? 0) ?? [],
      parameters: this.specified.parameters,
      flops: this.specified.flops,
    })
  }

  /** Goes on from another trial's state with a new configuration: a training of its own, whose parent is part of its identity. */
  takeOver(from: Trial, specified: Specified): void {
    this.specified = specified
    this.reached = from.reached
    this.name(from)
  }

  private name(from?: Trial): void {
    const { task } = this.setup
    const subject = this.study.subject(this.specified, this.procedure)
    this.parts.forEach((part, index) => {
      const source = from?.parts[index]?.training
      part.training = trainingIdentity({
        subject,
        data: task.data,
        rows: this.study.rowsDigest(this.rowsOf(part)),
        seed: part.seed,
        maximum: this.study.fidelity.to,
        numerics: this.study.numerics,
        ...(source === undefined ? {} : { parent: { training: source, fidelity: this.reached } }),
      })
      if (source !== undefined) part.parent = source
    })
  }

  private demand(part: Part, to: number): Demand {
    const { arm, armIndex, unit } = this.setup
    return {
      training: part.training,
      from: this.reached,
      to,
      maximum: this.study.fidelity.to,
      arm: arm.name,
      task: unit.task,
      phase: unit.phase,
      specified: this.specified,
      seed: part.seed,
      rows: this.rowsOf(part),
      procedure: this.procedure,
      ...(part.parent === undefined ? {} : { parent: part.parent }),
      keep: to < this.study.fidelity.to,
      priority: [unit.replicate, armIndex, this.number, part.inner],
    }
  }

  private rowsOf(part: Part): SearchSetup['unit']['folds'][number] {
    const rows = this.setup.unit.folds[part.inner]
    if (rows === undefined) throw new InvariantError(`there is no inner fold ${part.inner}`)
    return rows
  }
}

function segmentOf(part: Part): SegmentFinished {
  if (part.segment === undefined) throw new InvariantError(`training ${part.training} has no result`)
  return part.segment
}

const recordedTraining = (part: Part, fidelity: number): RecordedTraining => ({
  training: part.training,
  seed: part.seed,
  inner: part.inner,
  fidelity,
  end: segmentOf(part).end,
})
