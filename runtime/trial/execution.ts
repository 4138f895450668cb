// How a procedure is executed: what its definition promises, carried out. Definitions are light and known to the compiler;
// executions reach sessions and files and are known to workers alone.
import type { Experiment } from '../experiment.js'
import type { OpenProcedure, ProcedureContext, ProcedureDefinition } from '../procedures/procedure.js'

/** What an execution finds around it: the context of its procedure, and the declared experiment. */
export interface ExecutionContext extends ProcedureContext {
  readonly experiment: Experiment
  /** Folder from which relative paths of the specification are read. */
  readonly root: string
  /** Place of this worker among those that work at once, from 0: what a machine has several of is divided by it. */
  readonly place?: number
}

export interface ProcedureExecution {
  /** Kind of the procedure that it executes. */
  readonly kind: string
  /** true: a training is a look-up, cheap and without a trace; it happens in the coordinator's own process. */
  readonly inline: boolean
  open(context: ExecutionContext): Promise<OpenProcedure>
}

/** Executions by kind of procedure. */
export type Executions = ReadonlyMap<string, ProcedureExecution>

/** The executions of a list, by kind. */
export const executionsOf = (executions: readonly ProcedureExecution[]): Executions =>
  new Map(executions.map((execution) => [execution.kind, execution]))

/** The execution that a procedure of the author's own brings with it. */
export const ownExecution = (definition: ProcedureDefinition): ProcedureExecution | undefined => {
  const { open } = definition
  return open === undefined
    ? undefined
    : { kind: definition.kind, inline: false, open: (context) => open.call(definition, context) }
}
