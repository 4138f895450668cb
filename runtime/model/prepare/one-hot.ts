// Categories as indicator vectors.
import type { PrepareDefinition } from './prepare.js'
import { columnsOption, refuseReal } from './step-options.js'

/** A category with K labels becomes K numbers, 1 at its label and 0 elsewhere; all 0 where it is missing. */
export const oneHot = {
  role: 'prepare',
  kind: 'one_hot',
  summary: 'Turns a category into one number a label: 1 for the label of the row, 0 for the others.',
  options: { columns: { ...columnsOption, 'x-shorthand': true } },
  required: [],
  refuses: (column) => refuseReal(column),
  takes: (column) => column.kind === 'category',
  becomes: ({ name, categories }) => ({
    name,
    kind: 'real',
    shape: [categories.length],
    categories: [],
    mayMiss: false,
    indicator: true,
  }),
  fit: () => ({}),
  build: ({ type, value }, _, __, graph) => graph.oneHot(value, type.categories.length),
} as const satisfies PrepareDefinition
