// Copies of one module, each on everything before it.
import type { CombinatorDefinition } from '../combinator.js'
import { copiesOf } from '../copies.js'
import { mergeAs } from '../merge.js'
import type { ModuleTree } from '../module-tree.js'

/**
 * x₀ = x, xᵢ = concat(xᵢ₋₁, bodyᵢ(xᵢ₋₁)), each copy with its own choices; the block gives x_times,
 * or with `end_in_concat: false` only the last body's output.
 */
export const denseBlock = {
  role: 'combinator',
  kind: 'dense_block',
  summary: 'Copies of one module in sequence, each seeing everything before it by concatenation.',
  options: {
    times: { description: 'How many copies.', type: 'integer', minimum: 1, 'x-open': true },
    body: { description: 'The module; its output is concatenated to its input.', 'x-role': 'layer' },
    end_in_concat: {
      description: "Whether the block's output holds everything (true) or the last copy's output alone.",
      type: 'boolean',
      default: true,
      'x-open': true,
    },
  },
  required: ['times', 'body'],
  reference: 'Huang et al. 2017, DenseNet; Negrinho et al. 2019, dense_block',
  specify: (walk) => {
    const copies = copiesOf(walk, 'nothing')
    const ends = walk.option('end_in_concat') ?? true
    const children: ModuleTree[] = []
    let signal = walk.input
    copies.forEach((copy, index) => {
      const body = walk.module(copy, signal)
      const shortcut: ModuleTree = { kind: 'sequence', children: [], input: signal, output: signal }
      const last = index === copies.length - 1 && ends !== true
      const tree = last ? body : mergeAs(walk.component, 'concat', [shortcut, body], signal)
      children.push(tree)
      signal = tree.output
    })
    return { kind: 'sequence', children, input: walk.input, output: signal }
  },
} as const satisfies CombinatorDefinition
