// The evaluation of what one search selected: that configuration, and nothing else, trained again and measured on the rows of the
// evaluation units.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Unit } from '../protocols/protocol.js'
import type { Specified } from '../space/search-space.js'
import type { SearchKey, SegmentFinished } from '../store/record.js'
import { evaluationKeyOf } from '../store/state.js'
import type { Arm } from '../experiment.js'
import { trainingIdentity } from './identity.js'
import { isTimed, procedureOf } from './roles.js'
import type { PreparedTask, Producer, StudyContext } from './study-context.js'
import type { Demand } from './training.js'

export interface EvaluationSetup {
  readonly key: SearchKey
  readonly arm: Arm
  readonly armIndex: number
  readonly task: PreparedTask
  readonly specified: Specified
  /** The selected trial; absent for a fixed arm. */
  readonly trial?: number
  /** Evaluation unit, and its number among those of the search. */
  readonly unit: Unit
  readonly index: number
  /** Whether the trained states are wanted for deployment. */
  readonly keep: boolean
}

/** One evaluation unit of one selected configuration. */
export class Evaluation implements Producer {
  isDone: boolean
  private started = false
  private missing = 0
  private readonly demands: readonly Demand[]
  private readonly segments: (SegmentFinished | undefined)[] = []

  constructor(
    private readonly setup: EvaluationSetup,
    private readonly study: StudyContext,
  ) {
    this.demands = demandsOf(setup, study)
    this.isDone = study.state.evaluated.has(evaluationKeyOf({ ...setup.key, unit: setup.index }))
  }

  /** Trainings that it needs. */
  get size(): number {
    return this.demands.length
  }

  advance(): boolean {
    if (this.isDone) return false
    if (!this.started) this.start()
    if (this.missing === 0) this.finish()
    return false
  }

  private start(): void {
    this.started = true
    this.demands.forEach((demand, index) => {
      const known = this.study.trainings.ask(demand, (segment) => {
        this.segments[index] = segment
        this.missing -= 1
        if (this.missing === 0) this.study.wake(this)
      })
      this.segments[index] = known
    })
    this.missing = this.segments.filter((segment) => segment === undefined).length
  }

  private finish(): void {
    this.isDone = true
    const { key, index, unit, trial } = this.setup
    const perFold = unit.seeds.length
    this.study.append({
      kind: 'evaluated',
      ...key,
      unit: index,
      pairKey: unit.pairKey,
      ...(trial === undefined ? {} : { trial }),
      trainings: this.demands.map(({ training, seed, to }, place) => ({
        training,
        seed,
        inner: Math.floor(place / perFold),
        fidelity: to,
        end: endOf(this.segments[place]),
      })),
    })
  }
}

/** Every seed on every inner fold of the unit, folds outermost. */
export function demandsOf(setup: EvaluationSetup, study: StudyContext): readonly Demand[] {
  const { arm, armIndex, key, task, specified, unit, keep } = setup
  const procedure = procedureOf(arm)
  const subject = study.subject(specified, procedure)
  const { to } = study.fidelity
  return unit.folds.flatMap((rows, inner) =>
    unit.seeds.map((seed, turn) => ({
      training: trainingIdentity({
        subject,
        data: task.data,
        rows: study.rowsDigest(rows),
        seed,
        maximum: to,
        numerics: study.numerics,
      }),
      from: 0,
      to,
      maximum: to,
      arm: arm.name,
      task: unit.task,
      phase: unit.phase,
      specified,
      seed,
      rows,
      procedure,
      keep,
      // What is measured alone is a time, and a machine's speed drifts: arms take turns, seed by seed.
      priority: isTimed(procedure)
        ? [key.replicate, setup.index, inner, turn, armIndex]
        : [key.replicate, armIndex, setup.index, inner],
    })),
  )
}

function endOf(segment: SegmentFinished | undefined): SegmentFinished['end'] {
  if (segment === undefined) throw new InvariantError('an evaluation ended without a result')
  return segment.end
}
