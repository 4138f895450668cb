// Modules one after the other, in an order that is chosen.
import { PlanError } from '../../../schemas/diagnostic.js'
import type { CombinatorDefinition } from '../combinator.js'
import { childrenOf } from '../modules.js'

/** One of the k! orders of its modules; orders are listed lexicographically by position. */
export const permutation = {
  role: 'combinator',
  kind: 'permutation',
  summary: 'Modules one after the other, in an order that is chosen.',
  options: {
    children: {
      description: 'The modules, at most 8.',
      type: 'array',
      minItems: 1,
      maxItems: 8,
      'x-role': 'layer',
      'x-shorthand': true,
    },
  },
  required: ['children'],
  bare: 'children',
  decides: 'order',
  reference: 'Negrinho and Gordon 2017, module MaybeSwap; Negrinho et al. 2019, siso_permutation',
  specify: (walk) => {
    const children = childrenOf(walk.component, walk.written('children'))
    const orders = ordersOf(children.map((child) => child.name))
    const order = walk.decide({ kind: 'values', values: orders, ordered: false })
    const position = new Map(
      String(order)
        .split(',')
        .map((name, index) => [name, index]),
    )
    const place = (name: string): number => position.get(name) ?? 0
    return walk.chain(
      [...children].sort((a, b) => place(a.name) - place(b.name)),
      walk.input,
    )
  },
} as const satisfies CombinatorDefinition

/** All orders of the names, joined by commas. */
export function ordersOf(names: readonly string[]): readonly string[] {
  if (names.length > 8)
    throw new PlanError('long-permutation', `A permutation of ${names.length} modules is too long.`)
  return arrange(names).map((order) => order.join(','))
}

function arrange(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length <= 1) return [names]
  return names.flatMap((first, index) =>
    arrange(names.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  )
}
