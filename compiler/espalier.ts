// The package as programs import it: all that plans are written with, and `check`, `compile` and `run`. Nothing here prints, exits or
// listens for signals, and nothing of the compiler is loaded before it is called for.
import type { Plan } from '../runtime/experiment.js'
import type { RunReport } from '../runtime/run.js'
import type {
  Checked,
  CompiledPlan,
  DirectoryRunOptions,
  DirectoryRunReport,
  MemoryRunOptions,
  Specification,
  SpecificationOptions,
} from './programming/options.js'

// A plan and a program see the same names: whatever the catalogue gains is here without being listed twice.
export * from '../runtime/plan.js'
export {
  EspalierError,
  GraphError,
  InvariantError,
  PlanError,
  RunError,
  SpecError,
  SpecificationError,
  StoreError,
} from '../schemas/diagnostic.js'
export type { Diagnostic, Position, RunExit, Severity, Span } from '../schemas/diagnostic.js'
export type { Result } from '../schemas/result.js'
export type { Plan } from '../runtime/experiment.js'
export type { RunReport } from '../runtime/run.js'
export type { ProgressEvent, Stage } from '../runtime/store/progress-event.js'
export type {
  Checked,
  CompiledPlan,
  DirectoryRunOptions,
  DirectoryRunReport,
  MemoryRunOptions,
  Specification,
  SpecificationOptions,
  SpecificationText,
} from './programming/options.js'

/** All that is wrong with a specification, and what is worth a note; an author's mistake is a diagnostic, never an exception. */
export async function check(
  specification: Specification,
  options: SpecificationOptions = {},
): Promise<Checked> {
  return (await import('./programming/check.js')).check(specification, options)
}

/** The plan of a specification as text, where nothing is wrong with it; nothing is written. */
export async function compile(
  specification: Specification,
  options: SpecificationOptions = {},
): Promise<CompiledPlan> {
  return (await import('./programming/compile.js')).compile(specification, options)
}

/** Carries out a plan that is an object, in memory: where its procedure is `table` or `function`. @throws PlanError `plan-without-file`; RunError */
export async function run(plan: Plan, options?: MemoryRunOptions): Promise<RunReport>
/**
 * Carries out a specification, or the file of a plan, in a run directory, from wherever it stands: what is complete is only read.
 * An aborted run gives `status: 'interrupted'`; the same call goes on with it.
 * @throws SpecificationError where the specification has errors; SpecError, PlanError, StoreError, RunError
 */
export async function run(subject: Specification, options?: DirectoryRunOptions): Promise<DirectoryRunReport>
export async function run(
  subject: Plan | Specification,
  options: MemoryRunOptions | DirectoryRunOptions = {},
): Promise<RunReport | DirectoryRunReport> {
  if (!isPlan(subject)) return (await import('./programming/run.js')).run(subject, options)
  const inMemory: MemoryRunOptions = options
  return (await import('../runtime/run.js')).runInMemory(subject, inMemory)
}

const isPlan = (subject: Plan | Specification): subject is Plan =>
  typeof subject === 'object' && 'experiment' in subject
