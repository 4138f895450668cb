// Facts about data that spaces read (`$data.classes`), and the signal that enters the model.
import type { ColumnDescriptor, DataDescriptor } from '../../schemas/data-descriptor.js'
import type { DataNode } from './nodes.js'

/** What a space knows of the data. */
export interface SpaceFacts {
  /** By dotted name. */
  readonly facts: Readonly<Record<string, number>>
  readonly input?: {
    readonly shape: readonly number[]
    readonly type: 'real' | 'code'
    readonly vocabulary?: number
  }
}

/** Facts of a procedure that has no data of ours. */
export const noFacts: SpaceFacts = { facts: {} }

/** Facts of one task: classes, rows, and the shape of one prepared example. */
export function factsOf(data: DataDescriptor, declared: DataNode): SpaceFacts {
  const input = inputOf(data.columns, declared)
  const { target } = data
  return {
    facts: {
      'data.rows': data.rows,
      ...(target.type === 'class' ? { 'data.classes': target.classes?.length ?? 0 } : {}),
      'data.outputs': target.type === 'class' ? (target.classes?.length ?? 0) : 1,
      'data.columns': data.columns.length,
      ...shapeFacts(input.shape),
    },
    input,
  }
}

/** One image stays an image; columns of a table stand side by side, a category as wide as its preparation makes it. */
function inputOf(columns: readonly ColumnDescriptor[], declared: DataNode): NonNullable<SpaceFacts['input']> {
  const [only, ...others] = columns
  if (only !== undefined && others.length === 0 && only.shape.length > 0) {
    return { shape: only.shape, type: 'real' }
  }
  const widths = columns.map((column) =>
    column.type === 'category' ? widthOf(column, declared) : sizeOf(column),
  )
  return { shape: [widths.reduce((sum, width) => sum + width, 0)], type: 'real' }
}

function widthOf(column: ColumnDescriptor, declared: DataNode): number {
  const oneHot = declared.prepare.some(({ component, options }) => {
    const chosen = options['columns']
    const selected = chosen?.kind === 'literal' && Array.isArray(chosen.value) ? chosen.value : undefined
    return component === 'one_hot' && (selected === undefined || selected.includes(column.name))
  })
  return oneHot ? (column.categories?.length ?? 1) : 1
}

const sizeOf = ({ shape }: ColumnDescriptor): number => shape.reduce((product, axis) => product * axis, 1)

function shapeFacts(shape: readonly number[]): Readonly<Record<string, number>> {
  const size = shape.reduce((product, axis) => product * axis, 1)
  const [channels, height, width] = shape
  const image =
    channels !== undefined && height !== undefined && width !== undefined
      ? { 'data.channels': channels, 'data.height': height, 'data.width': width }
      : {}
  return { 'data.features': size, ...image }
}
