// The procedure that calls a function of the author's: the declaration. How it is carried out is trial/function.ts.
import type { ProcedureDefinition } from './procedure.js'

/** `procedure: { function: objective }`: a function that a file under `use:` exports. */
export const function_ = {
  role: 'procedure',
  kind: 'function',
  summary: 'Calls a TypeScript function of yours once a training and takes the metrics that it returns.',
  options: {
    call: {
      type: 'string',
      'x-shorthand': true,
      description:
        'Name of a function that a file under `use:` exports. It is called with the configuration and `{ seed, fidelity, phase, rows, signal, report, … }`, and returns metrics by name, or one number.',
    },
  },
  required: ['call'],
  identity: 'configuration',
  keepsToRows: 'declared',
  structure: () => 'function',
  width: () => 1,
} as const satisfies ProcedureDefinition
