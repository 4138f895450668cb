// How branches meet: padded addition for residual connections, and the merges of `parallel`.
import { unreachable } from '../support/invariant.js'
import type { ModuleTree } from '../space/module-tree.js'
import type { Shape } from '../support/shape.js'
import { fixedShape } from '../tensor/tensor-type.js'
import type { Builder, Value } from '../tensor/graph.js'

type Parallel = Extract<ModuleTree, { readonly kind: 'parallel' }>

/** pad(x) + pad(y): zeros at the end of each short axis; both flattened first where ranks differ. */
export function padAdd(x: Value, y: Value, shape: Shape, graph: Builder): Value {
  return graph.add(fit(x, shape, graph), fit(y, shape, graph))
}

/** Branches [N, …] → the announced output: side by side along the feature axis, or entry by entry. */
export function mergeBranches(node: Parallel, branches: readonly Value[], graph: Builder): Value {
  const shape = node.output.shape
  if (node.merge === 'concat') return concatenate(branches, shape, graph)
  const fitted = branches.map((branch) => fit(branch, shape, graph))
  const meet = (pair: (left: Value, right: Value) => Value): Value =>
    fitted.reduce((left, right) => pair(left, right))
  switch (node.merge) {
    case 'add':
      return meet((left, right) => graph.add(left, right))
    case 'mean':
      return graph.multiply(
        meet((left, right) => graph.add(left, right)),
        1 / fitted.length,
      )
    case 'multiply':
      return meet((left, right) => graph.multiply(left, right))
    case 'max':
      return meet((left, right) => graph.maximum(left, right))
    default:
      return unreachable(node.merge)
  }
}

/** Channels come first in images, features last elsewhere. */
function concatenate(branches: readonly Value[], shape: Shape, graph: Builder): Value {
  const axis = shape.length === 3 ? 0 : shape.length - 1
  const fitted = branches.map((branch) => {
    const own = branch.type.shape[axis + 1]
    const target = shape.map((length, index) => (index === axis && typeof own === 'number' ? own : length))
    return branch.type.shape.length - 1 === shape.length ? fit(branch, target, graph) : flat(branch, graph)
  })
  return graph.concat(fitted, axis + 1)
}

/** Flattened if its rank differs, then padded with zeros at the end of each axis. */
function fit(x: Value, shape: Shape, graph: Builder): Value {
  const ranked = x.type.shape.length - 1 === shape.length ? x : flat(x, graph)
  const own = fixedShape(ranked.type.shape.slice(1))
  const after = shape.map((length, axis) => Math.max(0, length - (own[axis] ?? 1)))
  if (after.every((length) => length === 0)) return ranked
  const before = [0, ...shape.map(() => 0)]
  return graph.pad(ranked, before, [0, ...after], 0)
}

const flat = (x: Value, graph: Builder): Value => (x.type.shape.length === 2 ? x : graph.flatten(x, 1))
