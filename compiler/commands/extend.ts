// `resume --extend trials=48`: the plan of a run becomes that of the larger budget. What was trained is found again by identity, and
// proposals that do not depend on the budget come out as they did; so the result is that of a fresh run with the larger budget.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runFiles } from '../../runtime/run.js'
import type { Arm } from '../../runtime/experiment.js'
import { supersede } from '../../runtime/store/history.js'
import { loadPlan } from '../../runtime/study/load-plan.js'
import { samplerOf, schedulerOf } from '../../runtime/study/roles.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { compile, type Compiled } from '../compile.js'
import type { Override } from '../source/overrides.js'
import type { Call, Terminal } from './command.js'
import { openingOf } from './opening.js'
import { originOf, type Origin } from './origin.js'
import { nameSpecifications, printAll } from './specification.js'
import { versionOf } from './version.js'

/** A run that is to grow. */
export interface Extension {
  readonly directory: string
  readonly root: string
}

/**
 * Gives the run the plan of the larger budget; false where errors were found and printed. Nothing is written before all is found sound.
 * @throws SpecError `bad-extension`, `cannot-shrink`, `budget-dependent`, `plan-is-fixed`, `specification-changed`
 */
export async function extend(
  terminal: Terminal,
  call: Call,
  { directory, root }: Extension,
): Promise<boolean> {
  const trials = trialsAsked(call)
  const { experiment } = await loadPlan(join(directory, runFiles.plan))
  const tuned = experiment.arms.filter(({ fixed }) => fixed === undefined)
  checkGrowth(tuned, trials)
  // An extension that was cut goes on.
  if (tuned.every((arm) => arm.trials === trials)) return true
  for (const arm of tuned) checkFreeOfBudget(arm)
  const origin = originOf(directory)
  if (origin === undefined) throw fixedPlan()
  const before = await compiled(terminal, call, root, origin)
  if (before.plan !== readFileSync(join(directory, runFiles.plan), 'utf8')) throw specificationChanged(origin)
  const after = await grown(terminal, call, root, origin, trials)
  printAll(
    terminal,
    after.diagnostics.filter(({ severity }) => severity !== 'note'),
    after.files,
  )
  if (after.plan === undefined || after.analysed === undefined) return false
  terminal.err(`${openingOf(after.analysed).sentence()}\n`)
  supersede(directory, after.plan)
  return true
}

function trialsAsked({ options }: Call): number {
  const text = String(options['extend'])
  const trials = /^trials=(\d{1,9})$/.exec(text)?.[1]
  if (trials !== undefined && Number(trials) > 0) return Number(trials)
  throw new SpecError('bad-extension', `--extend got '${text}', expected 'trials=' and a whole number`, {
    hint: 'for example: --extend trials=48',
  })
}

function checkGrowth(tuned: readonly Arm[], trials: number): void {
  if (tuned.length === 0) {
    throw new SpecError('bad-extension', 'no arm of this run is tuned, so it has no trials to extend')
  }
  const larger = tuned.find((arm) => arm.trials > trials)
  if (larger === undefined) return
  throw new SpecError(
    'cannot-shrink',
    `arm '${larger.name}' has ${larger.trials} trials, and an extension to ${trials} would take some away`,
    { hint: `extend to more than ${larger.trials}, or run the specification with the smaller budget` },
  )
}

/** Both roles decide for the first trials as they did, or the run cannot go on from them. */
function checkFreeOfBudget(arm: Arm): void {
  const dependent = [samplerOf(arm), schedulerOf(arm)].find(
    ({ definition }) => definition.dependsOnBudget !== false,
  )
  if (dependent === undefined) return
  const { role, kind } = dependent.definition
  throw new SpecError(
    'budget-dependent',
    `the ${role} '${kind}' of arm '${arm.name}' decides by the whole budget: a larger one would have changed its first trials`,
    { hint: 'run the specification with the larger budget; what was trained and is met again is reused' },
  )
}

function compiled(
  terminal: Terminal,
  call: Call,
  root: string,
  { specification, overrides }: Origin,
): Promise<Compiled> {
  const words = [resolve(root, specification)]
  const [named] = nameSpecifications(terminal, { words, options: { allowCode: call.options['allowCode'] } })
  if (named === undefined) throw fixedPlan()
  return compile(named.path, { ...named.settings, overrides, version: versionOf() })
}

/** The specification with the larger budget: that of the experiment, and of each arm that has one of its own. */
async function grown(
  terminal: Terminal,
  call: Call,
  root: string,
  origin: Origin,
  trials: number,
): Promise<Compiled> {
  const overriding = (path: string): Override => ({ path, value: String(trials), option: '--extend' })
  const overrides = [...origin.overrides, overriding('budget.trials')]
  const after = await compiled(terminal, call, root, { ...origin, overrides })
  const own = (after.analysed?.experiment.arms ?? []).filter(
    ({ fixed, budget }) => fixed === undefined && budget.trials !== trials,
  )
  if (own.length === 0) return after
  const each = own.map(({ name }) => overriding(`arms.${name}.budget.trials`))
  return compiled(terminal, call, root, { ...origin, overrides: [...overrides, ...each] })
}

const fixedPlan = (): SpecError =>
  new SpecError('plan-is-fixed', 'this run was made from a plan, whose budget is part of it', {
    hint: 'run the specification that the plan was compiled from, with --set budget.trials=…',
  })

const specificationChanged = ({ specification }: Origin): SpecError =>
  new SpecError(
    'specification-changed',
    `'${specification}' no longer compiles to the plan of this run: it, its data or this program changed`,
    { hint: 'put it back as it was, or run it as it is now; equal trainings are reused' },
  )
