// Executions that are look-ups, for the coordinator's own process: no native code behind them.
import { executionsOf } from './execution.js'
import { tableExecution } from './table.js'

/** Look-ups that come with Espalier. */
export const inlineExecutions = executionsOf([tableExecution])
