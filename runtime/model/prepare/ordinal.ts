// Categories as ranks.
import { tensorOf } from '../../tensor/tensor.js'
import type { ColumnType, PrepareDefinition, StepOptions } from './prepare.js'
import { columnsOption, refuseReal } from './step-options.js'

/** A category becomes the rank of its label: 0, 1, … in the given order, else in that of its codes; NaN where it is missing. */
export const ordinal = {
  role: 'prepare',
  kind: 'ordinal',
  summary: 'Turns a category into the rank of its label.',
  options: {
    columns: { ...columnsOption, 'x-shorthand': true },
    order: {
      type: 'array',
      items: { type: 'string' },
      minItems: 1,
      uniqueItems: true,
      description: 'Labels from lowest to highest; by default numbers by value, other labels by alphabet.',
    },
  },
  required: [],
  refuses: (column, options) => refuseReal(column) ?? refuseOrder(column, options),
  takes: (column) => column.kind === 'category',
  becomes: (column) => ({ ...column, kind: 'real', categories: [], indicator: false }),
  fit: () => ({}),
  build: ({ type, value }, _, options, graph) => {
    const order = orderOf(options) ?? type.categories
    const ranks = graph.constant(
      tensorOf(
        'float32',
        [type.categories.length],
        type.categories.map((label) => order.indexOf(label)),
      ),
    )
    const missing = graph.less(value, 0)
    const present = graph.gather(ranks, graph.where(missing, 0, value), 0)
    return graph.where(missing, graph.scalar(Number.NaN), present)
  },
} as const satisfies PrepareDefinition

function orderOf(options: StepOptions): readonly string[] | undefined {
  const { order } = options
  return Array.isArray(order) ? order.map(String) : undefined
}

function refuseOrder(column: ColumnType, options: StepOptions): string | undefined {
  const order = orderOf(options)
  const absent = order === undefined ? undefined : column.categories.find((label) => !order.includes(label))
  return absent === undefined ? undefined : `has the label '${absent}', which \`order\` does not list`
}
