// Every execution, for workers: reaches the native code of sessions, so the coordinator's process does not import it.
import { commandExecution } from './command/command.js'
import { executionsOf } from './execution.js'
import { functionExecution } from './function.js'
import { pretrainedExecution } from './pretrained-execution.js'
import { supervisedExecution } from './supervised-execution.js'
import { surrogateExecution } from './surrogate/surrogate.js'
import { tableExecution } from './table.js'

/** Executions that come with Espalier. */
export const allExecutions = executionsOf([
  commandExecution,
  functionExecution,
  pretrainedExecution,
  supervisedExecution,
  surrogateExecution,
  tableExecution,
])
