// Options of a component that nothing is open in, as plain values: what samplers and protocols are given.
import type { Json } from '../../schemas/json.js'
import type { ComponentNode, ValueNode } from './nodes.js'

/** Options by name; components among them as `{ kind, options }`. */
export const plainOptions = (component: ComponentNode): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(component.options).flatMap(([name, value]) => {
      const plain = plainValue(value)
      return plain === undefined ? [] : [[name, plain]]
    }),
  )

function plainValue(value: ValueNode): Json | undefined {
  if (value.kind === 'literal') return value.value
  if (value.kind === 'component') return { kind: value.component, options: plainOptions(value) }
  if (value.kind === 'list') return value.items.flatMap((item) => plainValue(item) ?? [])
  return undefined
}
