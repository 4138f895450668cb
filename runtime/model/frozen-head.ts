// The frozen model at the head of a model, and what is trained on its features.
import type { LayerUse, ModuleTree } from '../space/module-tree.js'
import { onnx } from './layers/onnx.js'

/** A model in two: what is run once, and what is trained. */
export interface SplitModel {
  /** The `onnx` layer that the model begins with; absent where there is none. */
  readonly frozen?: LayerUse
  /** The rest; the whole model where nothing is frozen. */
  readonly head: ModuleTree
}

/** Takes a model apart. One that is nothing but frozen leaves the identity. */
export function splitFrozen(tree: ModuleTree): SplitModel {
  if (tree.kind === 'layer' && tree.layer.definition.kind === onnx.kind) {
    const { output } = tree
    return { frozen: tree, head: { kind: 'sequence', children: [], input: output, output } }
  }
  if (tree.kind !== 'sequence') return { head: tree }
  const [first, ...children] = tree.children
  const { frozen } = first === undefined ? {} : splitFrozen(first)
  if (frozen === undefined) return { head: tree }
  const [only] = children
  const head: ModuleTree =
    only !== undefined && children.length === 1
      ? only
      : { kind: 'sequence', children, input: frozen.output, output: tree.output }
  return { frozen, head }
}
