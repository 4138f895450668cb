// The procedure that asks a fitted model: definition only; trial/surrogate.ts carries it out.
import type { ProcedureDefinition } from './procedure.js'

/** `procedure: { surrogate: fitted.onnx }`. A configuration goes in as numbers and texts, its metrics come out; nothing is trained. */
export const surrogate = {
  role: 'procedure',
  kind: 'surrogate',
  summary: 'Asks an ONNX model that was fitted to recorded results what a configuration comes to.',
  options: {
    model: {
      type: 'string',
      description:
        'ONNX file: an input for each choice, named like it, and an output for each metric, named like it; or one input and one output for all, see `inputs` and `outputs`. The path counts from the file that names it.',
      'x-shorthand': true,
      'x-path': true,
    },
    inputs: {
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      description: 'Choices in the order of the columns of the only input, of shape [N, columns].',
    },
    outputs: {
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      description: 'Metrics in the order of the columns of the only output.',
    },
    categories: {
      type: 'object',
      additionalProperties: { type: 'array', minItems: 1 },
      default: {},
      description:
        'Texts of a choice in the order of their codes, by choice: `{ optimizer: [sgd, adam] }` gives 0 and 1. Not needed where an input takes texts.',
    },
    one_hot: {
      type: 'boolean',
      default: false,
      description:
        'Whether a choice with `categories` fills a column for each of them, 1 at its own, instead of one column with its code.',
    },
    absent: {
      type: 'number',
      default: 0,
      description: 'What stands for a choice that a configuration does not have.',
    },
    fidelity: {
      type: 'string',
      description: 'The input, or the column of `inputs`, that takes the fidelity.',
    },
  },
  required: ['model'],
  identity: 'configuration',
  isInspected: true,
  structure: () => 'surrogate',
  width: () => 1024,
  inputs: ({ model }) => (typeof model === 'string' ? [model] : []),
} as const satisfies ProcedureDefinition
