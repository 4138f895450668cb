// The engine for procedures whose trainings are look-ups: carried out in this process, in order, without leases to lose.
import { InvariantError } from '../../../schemas/diagnostic.js'
import type { OpenProcedure } from '../../procedures/procedure.js'
import type { ExecutionContext, Executions } from '../../trial/execution.js'
import type { SegmentRequest, SegmentOutcome } from '../../procedures/procedure.js'

/** Executes look-ups; opened procedures live as long as it. */
export interface InlineEngine {
  /** Whether trainings of this kind of procedure can be carried out here. */
  executes(kind: string): boolean
  train(kind: string, requests: readonly SegmentRequest[]): Promise<readonly SegmentOutcome[]>
  close(): Promise<void>
}

/** An engine over those of the executions that are look-ups. */
export function createInlineEngine(executions: Executions, context: ExecutionContext): InlineEngine {
  const opened = new Map<string, OpenProcedure>()
  const open = async (kind: string): Promise<OpenProcedure> => {
    const known = opened.get(kind)
    if (known !== undefined) return known
    const execution = executions.get(kind)
    if (execution === undefined) throw new InvariantError(`nothing executes the procedure '${kind}'`)
    const procedure = await execution.open(context)
    opened.set(kind, procedure)
    return procedure
  }
  return {
    executes: (kind) => executions.get(kind)?.inline === true,
    train: async (kind, requests) => (await open(kind)).train(requests),
    close: async () => {
      for (const procedure of opened.values()) await procedure.close()
    },
  }
}
