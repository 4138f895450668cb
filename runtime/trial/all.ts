// Every execution, for workers.
import { executionsOf } from './execution.js'
import { tableExecution } from './table.js'

/** Executions that come with Espalier. */
export const allExecutions = executionsOf([tableExecution])
