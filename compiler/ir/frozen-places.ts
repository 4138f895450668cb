// Where `onnx` layers stand in a space, and where they may stand.
import type { ComponentNode, ValueNode } from './nodes.js'
import { valuesBelow } from './scope-types.js'

/** Every `onnx` layer of a model, in all alternatives. */
export function onnxLayers(model: ComponentNode | undefined): readonly ComponentNode[] {
  if (model === undefined) return []
  return isOnnx(model) ? [model] : Object.values(model.options).flatMap(layersBelow)
}

const layersBelow = (value: ValueNode): readonly ComponentNode[] =>
  value.kind === 'component' ? onnxLayers(value) : valuesBelow(value).flatMap(layersBelow)

const isOnnx = ({ role, component }: ComponentNode): boolean => role === 'layer' && component === 'onnx'

/** Combinators that hand what enters the model to the parts named here; in a list, to the first alone. */
const entrances: ReadonlyMap<string, { readonly first?: string; readonly each?: readonly string[] }> =
  new Map([
    ['sequence', { first: 'children' }],
    ['choice', { each: ['alternatives'] }],
    ['optional', { each: ['body'] }],
    ['switch', { each: ['cases', 'otherwise'] }],
  ])

/** Components that prepared examples enter, whatever is chosen. */
export function headsOf(model: ComponentNode | undefined): readonly ComponentNode[] {
  if (model === undefined) return []
  const entrance = entrances.get(model.component)
  if (model.role === 'layer' || entrance === undefined) return [model]
  const { first, each = [] } = entrance
  const begin = first === undefined ? undefined : model.options[first]
  const values = begin?.kind === 'list' ? begin.items.slice(0, 1) : []
  return [...values, ...each.flatMap((name) => model.options[name] ?? [])].flatMap(headsIn)
}

const headsIn = (value: ValueNode): readonly ComponentNode[] =>
  value.kind === 'component' ? headsOf(value) : valuesBelow(value).flatMap(headsIn)
