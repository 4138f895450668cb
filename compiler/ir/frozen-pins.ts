// What is known of frozen models, written into the layers that name them.
import { digestOf } from '../../runtime/catalogue.js'
import type { FrozenDescriptor } from '../../schemas/frozen-descriptor.js'
import type { ArmNode, ComponentNode, ExperimentNode, LiteralNode, ValueNode } from './nodes.js'

/** Descriptors by layer. */
export type Pins = ReadonlyMap<ComponentNode, FrozenDescriptor | undefined>

/** The experiment with its layers pinned; another model makes another experiment of the same text. */
export function withPins(experiment: ExperimentNode, pins: Pins): ExperimentNode {
  const { source } = experiment
  const digests = [...pins.values()].flatMap((found) => (found === undefined ? [] : [found.sha256]))
  const resolvedSha256 = digestOf([source.resolvedSha256, ...new Set(digests)])
  const arms = experiment.arms.map((arm): ArmNode => {
    const { model } = arm.space
    return model === undefined ? arm : { ...arm, space: { ...arm.space, model: pinned(model, pins) } }
  })
  return { ...experiment, source: { ...source, resolvedSha256 }, arms }
}

function pinned(component: ComponentNode, pins: Pins): ComponentNode {
  const found = pins.get(component)
  if (found !== undefined) return pin(component, found)
  const options = Object.entries(component.options).map(([name, value]) => [name, pinnedIn(value, pins)])
  return { ...component, options: Object.fromEntries(options) as ComponentNode['options'] }
}

function pinnedIn(value: ValueNode, pins: Pins): ValueNode {
  switch (value.kind) {
    case 'component':
      return pinned(value, pins)
    case 'list':
      return { ...value, items: value.items.map((item) => pinnedIn(item, pins)) }
    case 'choice':
      return { ...value, values: value.values.map((item) => pinnedIn(item, pins)) }
    case 'record':
      return {
        ...value,
        entries: value.entries.map(({ key, value: inner }) => ({ key, value: pinnedIn(inner, pins) })),
      }
    default:
      return value
  }
}

/** Written, so that plans hold them. */
function pin(layer: ComponentNode, { sha256, features }: FrozenDescriptor): ComponentNode {
  const literal = (value: LiteralNode['value']): LiteralNode => ({
    kind: 'literal',
    span: layer.span,
    value,
    origin: 'written',
  })
  return {
    ...layer,
    options: { ...layer.options, sha256: literal(sha256), features: literal([...features]) },
  }
}
