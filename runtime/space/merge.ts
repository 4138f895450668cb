// How branches become one signal: shapes of residual sums and of parallel merges.
import { showShape, sizeOf } from '../support/shape.js'
import type { Shape, Signal } from '../support/shape.js'
import type { Walk } from './combinator.js'
import type { Component } from './component.js'
import { Rejection } from './module-tree.js'
import type { ModuleTree } from './module-tree.js'

/** How branches are put together. */
export type Merge = Extract<ModuleTree, { kind: 'parallel' }>['merge']

/** The option of every combinator that merges. */
export const mergeOptions = {
  description:
    'How the branches become one: joined along the channel axis (`concat`), or combined entry by entry.',
  enum: ['concat', 'add', 'multiply', 'mean', 'max'],
  default: 'concat',
} as const

/** The axis along which branches are joined: channels of images, features (the last axis) elsewhere. */
export const concatAxis = (shape: Shape): number => (shape.length === 3 ? 0 : shape.length - 1)

/** Output of y = pad(x) + pad(f): per axis the longer one; of different ranks, the longer of both flattened. */
export function residualSignal(input: Signal, body: Signal, component: Component): Signal {
  if (input.type !== 'real' || body.type !== 'real') {
    throw rejection(component, 'a residual connection adds real numbers, not category codes')
  }
  const sameRank = input.shape.length === body.shape.length
  const shape = sameRank
    ? input.shape.map((axis, index) => Math.max(axis, body.shape[index] ?? 0))
    : [Math.max(sizeOf(input.shape), sizeOf(body.shape))]
  return { shape, type: 'real' }
}

/** A parallel tree merged as the component's `merge` says. @throws Rejection when the branches do not fit */
export function mergeTrees(walk: Walk, branches: readonly ModuleTree[]): ModuleTree {
  return mergeAs(walk.component, (walk.option('merge') ?? 'concat') as Merge, branches, walk.input)
}

/** A parallel tree; a lone branch stands for itself. @throws Rejection when the branches do not fit */
export function mergeAs(
  component: Component,
  merge: Merge,
  branches: readonly ModuleTree[],
  input: Signal,
): ModuleTree {
  const [first] = branches
  if (first !== undefined && branches.length === 1) return first
  const outputs = branches.map((branch) => branch.output)
  if (outputs.some((output) => output.type !== 'real')) {
    throw rejection(component, 'branches of category codes cannot be merged')
  }
  const shapes = outputs.map((output) => output.shape)
  const shape = merge === 'concat' ? joined(component, shapes) : common(component, merge, shapes)
  return { kind: 'parallel', branches, merge, input, output: { shape, type: 'real' } }
}

function joined(component: Component, shapes: readonly Shape[]): Shape {
  const first = shapes[0] ?? []
  const axis = concatAxis(first)
  const fits = shapes.every(
    (shape) =>
      shape.length === first.length &&
      shape.length > 0 &&
      shape.every((size, index) => index === axis || size === first[index]),
  )
  if (!fits) throw rejection(component, `branches of ${shapes.map(showShape).join(' and ')} cannot be joined`)
  return first.map((size, index) =>
    index === axis ? shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0) : size,
  )
}

function common(component: Component, merge: Merge, shapes: readonly Shape[]): Shape {
  const first = shapes[0] ?? []
  if (shapes.every((shape) => showShape(shape) === showShape(first))) return first
  throw rejection(
    component,
    `'${merge}' needs branches of one shape, not ${shapes.map(showShape).join(' and ')}`,
  )
}

const rejection = (component: Component, message: string): Rejection =>
  new Rejection(message, component.path, component.at)
