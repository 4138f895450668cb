// Every layer that some configuration of a space can have.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { ComponentNode, ValueNode } from './nodes.js'

/** A layer that a configuration may have. */
export interface PossibleLayer {
  readonly scope: string
  readonly kind: string
  /** Names of its parameters; absent where nobody says. */
  readonly owns?: readonly string[]
  /** What it shows to metrics; absent where nobody says. */
  readonly shows?: readonly string[]
}

/** Every layer below a component, in all alternatives. */
export function layersIn(component: ComponentNode, catalogue: Catalogue): readonly PossibleLayer[] {
  const own = catalogue.layer.get(component.component)
  if (own !== undefined && component.role === 'layer') {
    const { component: kind, path } = component
    const { owns, shows } = own as Pick<PossibleLayer, 'owns' | 'shows'>
    return [
      {
        scope: path === '' ? kind : path,
        kind,
        ...(owns === undefined ? {} : { owns }),
        ...(shows === undefined ? {} : { shows }),
      },
    ]
  }
  return Object.values(component.options).flatMap((value) => layersBelow(value, catalogue))
}

function layersBelow(value: ValueNode, catalogue: Catalogue): readonly PossibleLayer[] {
  switch (value.kind) {
    case 'component':
      return layersIn(value, catalogue)
    case 'list':
      return value.items.flatMap((item) => layersBelow(item, catalogue))
    case 'record':
      return value.entries.flatMap((entry) => layersBelow(entry.value, catalogue))
    case 'choice':
      return value.values.flatMap((item) => layersBelow(item, catalogue))
    default:
      return []
  }
}
