// What `export` asks of each of its kinds.
import type { Result } from '../../schemas/result.js'
import type { Call } from './command.js'

/** What is exported. */
export interface Exported {
  readonly call: Call
  readonly directory: string
  readonly result: Result
}

/** Text may go to stdout; bytes need a file. */
export type Exporter = (run: Exported) => string | Uint8Array
