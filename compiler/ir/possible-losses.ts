// Every loss that some configuration of a space can have, and whether what it trains answers rows or draws samples.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { SpaceNode, ValueNode } from './nodes.js'

/** Whether models of a space draw samples: each says so of itself by the target of its loss. */
export function drawsSamples(
  { training }: SpaceNode,
  catalogue: Catalogue,
): 'always' | 'never' | 'sometimes' {
  const loss = training.options['loss']
  const kinds = loss === undefined ? [] : kindsIn(loss)
  const drawing = kinds.filter((kind) => {
    const { target } = (catalogue.loss.get(kind) ?? {}) as { readonly target?: string }
    return target === 'none'
  })
  if (drawing.length === 0) return 'never'
  return drawing.length === kinds.length ? 'always' : 'sometimes'
}

function kindsIn(value: ValueNode): readonly string[] {
  if (value.kind === 'component') return [value.component]
  return value.kind === 'choice' ? value.values.flatMap(kindsIn) : []
}
