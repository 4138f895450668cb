// Executions that are look-ups, for the coordinator's own process: native code is loaded only by those that ask a model.
import { executionsOf } from './execution.js'
import { inlineFunctionExecution } from './function.js'
import { surrogateExecution } from './surrogate/surrogate.js'
import { tableExecution } from './table.js'

/** Look-ups that come with Espalier. */
export const inlineExecutions = executionsOf([surrogateExecution, tableExecution])

/** What can be carried out without a file that workers load: look-ups, and functions of whoever asks. */
export const inMemoryExecutions = executionsOf([inlineFunctionExecution, surrogateExecution, tableExecution])
