// Executions that are look-ups, for the coordinator's own process: no native code behind them.
import { executionsOf } from './execution.js'
import { inlineFunctionExecution } from './function.js'
import { tableExecution } from './table.js'

/** Look-ups that come with Espalier. */
export const inlineExecutions = executionsOf([tableExecution])

/** What can be carried out without a file that workers load: look-ups, and functions of whoever asks. */
export const inMemoryExecutions = executionsOf([inlineFunctionExecution, tableExecution])
