// The procedure that looks trainings up in a table of recorded ones: definition only. For benchmarks, for simulations, and for
// results that were paid for once.
import type { ProcedureDefinition } from './procedure.js'

/** `procedure: { table: results.csv }`. A configuration finds its rows by its values; a training seed picks one of them. */
export const table = {
  role: 'procedure',
  kind: 'table',
  summary: 'Looks every training up in a file of recorded results instead of carrying it out.',
  options: {
    file: {
      type: 'string',
      description:
        'CSV, TSV, JSON lines or Parquet file: a column per choice (named like its path), a column per metric. A metric measured differently in the two phases has columns `tune.<metric>` and `evaluate.<metric>`. The path counts from the file that names it.',
      'x-shorthand': true,
      'x-path': true,
    },
    seeds: {
      type: 'string',
      description:
        'Column that tells repeated trainings of one configuration apart; a training seed s reads the (s mod n)-th of the n repetitions, in the order of this column.',
    },
    fidelity: {
      type: 'string',
      description:
        'Column with the fidelity at which a row was measured; absent: every row is of complete trainings.',
    },
    keys: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Columns that identify a configuration, empty where a choice does not exist; absent: every column that is named like a choice of the configuration.',
    },
  },
  required: ['file'],
  identity: 'configuration',
  isInspected: true,
  structure: () => 'table',
  width: () => 1024,
} as const satisfies ProcedureDefinition
