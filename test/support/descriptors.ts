// Data descriptors made by hand: rows with classes, groups, times and contents, and no features.
import type { DataDescriptor } from '../../schemas/data-descriptor.js'

/** A descriptor of `rows` rows; what is not given is absent, contents are all different. */
export function describeRows(
  rows: number,
  more: {
    readonly classes?: (row: number) => number
    readonly groups?: (row: number) => number
    readonly times?: (row: number) => number
    readonly contents?: (row: number) => number
  } = {},
): DataDescriptor {
  const codes = (of: (row: number) => number): Int32Array =>
    Int32Array.from({ length: rows }, (_, row) => of(row))
  const names = (list: Int32Array, prefix: string): readonly string[] =>
    Array.from({ length: Math.max(-1, ...list) + 1 }, (_, code) => `${prefix}${code}`)
  const classes = more.classes === undefined ? undefined : codes(more.classes)
  const groups = more.groups === undefined ? undefined : codes(more.groups)
  return {
    source: 'made-by-hand',
    digest: 'none',
    rows,
    columns: [{ name: 'x', type: 'real', shape: [], missing: 0 }],
    target: {
      name: 'target',
      type: classes === undefined ? 'real' : 'class',
      ...(classes === undefined ? {} : { classes: names(classes, 'class ') }),
    },
    contents: codes(more.contents ?? ((row) => row)),
    bytes: rows * 4,
    ...(classes === undefined ? {} : { codes: classes }),
    ...(groups === undefined ? {} : { groups, groupNames: names(groups, 'group ') }),
    ...(more.times === undefined ? {} : { times: codes(more.times) }),
  }
}
