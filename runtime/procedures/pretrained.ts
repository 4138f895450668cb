// The procedure that trains nothing: a model file that is there already is measured. Definition only; trial/pretrained-execution.ts
// carries it out.
import type { ProcedureDefinition } from './procedure.js'

/** `procedure: { pretrained: models/prod.onnx }`; an arm writes `model: models/prod.onnx` for it. */
export const pretrained = {
  role: 'procedure',
  kind: 'pretrained',
  summary: 'Measures a model file as it is, on the rows of the evaluation.',
  options: {
    file: {
      type: 'string',
      description:
        'ONNX file, by path relative to the project: one that Espalier deployed, or any whose one input takes all columns in order.',
      'x-shorthand': true,
    },
    sha256: {
      type: 'string',
      description: 'SHA-256 of the file; the compiler fills it in, and a run refuses another file.',
    },
  },
  required: ['file'],
  identity: 'configuration',
  readsData: true,
  structure: (_specified, _rows, { file }) => `pretrained ${String(file)}`,
  width: () => 64,
  inputs: ({ file }) => (typeof file === 'string' ? [file] : []),
} as const satisfies ProcedureDefinition
