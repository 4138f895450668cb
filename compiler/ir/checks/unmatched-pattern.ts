// A pattern under `train:` that names parameters must name at least one that some configuration can have: most others are misspelt.
import {
  catalogue as shipped,
  matchesParameter,
  patternsOf,
  type ParameterPlace,
} from '../../../runtime/catalogue.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import type { Diagnostic, Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { listWords } from '../../validate/schema-words.js'
import type { ComponentNode, SpaceNode, ValueNode } from '../nodes.js'
import { layersIn, type PossibleLayer } from '../possible-layers.js'
import type { Check } from './check.js'

export const unmatchedPattern: Check = ({ spaces, catalogue }) =>
  spaces.flatMap(({ node }) => {
    const patterns = patternsIn(node)
    if (patterns.length === 0 || node.model === undefined) return []
    const layers = layersIn(node.model, catalogue)
    return patterns.flatMap(({ pattern, span }): Diagnostic[] =>
      layers.some((layer) => matches(pattern, layer)) ? [] : [unmatched(pattern, span, layers)],
    )
  })

/** Options whose values are patterns: of groups and reparametrizations, and of parametrizations. */
const patternOptions = ['of', 'input', 'output']

/** Patterns of all groups, parametrizations and reparametrizations, each where its option is written. */
function patternsIn({ training }: SpaceNode): readonly { readonly pattern: string; readonly span: Span }[] {
  const options = ['groups', 'parametrization', 'reparametrize']
  return options
    .flatMap((option) => componentsIn(training.options[option]))
    .flatMap((component) =>
      patternOptions.flatMap((name) => {
        const written = component.options[name]
        if (written?.kind !== 'literal') return []
        return patternsOf(written.value).map((pattern) => ({ pattern, span: written.span }))
      }),
    )
}

/** Components of an option: itself, items of a list, alternatives of a choice. */
function componentsIn(value: ValueNode | undefined): readonly ComponentNode[] {
  if (value?.kind === 'list') return value.items.flatMap(componentsIn)
  if (value?.kind === 'choice') return value.values.flatMap(componentsIn)
  return value?.kind === 'component' ? [value] : []
}

/** Whether a pattern can name a parameter of the layer; one of the author's own that tells no names may have any. */
function matches(pattern: string, { scope, kind, owns }: PossibleLayer): boolean {
  const asked = (pattern.split('.').at(-1) ?? pattern).replaceAll('*', 'x')
  const names = owns ?? (shipped.layer.has(kind) ? [] : [asked])
  return names.some((own) => matchesParameter(pattern, placeOf(scope, own, kind)))
}

const placeOf = (scope: string, own: string, kind: string): ParameterPlace => ({
  name: `${scope}.${own}`,
  scope,
  own,
  kind,
})

function unmatched(pattern: string, span: Span, layers: readonly PossibleLayer[]): Diagnostic {
  const trained = layers.filter(({ kind, owns }) => owns !== undefined || !shipped.layer.has(kind))
  const names = new Set(
    trained.flatMap(({ scope, kind, owns = [] }) => [...scope.split('.'), kind, ...owns].map(withoutMarks)),
  )
  const known = [...names].sort()
  const hint =
    didYouMean(pattern, known) ??
    (known.length === 0 ? 'no layer of the space is trained' : `there are ${listWords(known)}`)
  return finding('unmatched-pattern', span, `\`${pattern}\` names no parameter of the space.`, { hint })
}

const withoutMarks = (part: string): string => part.replace(/(#\d+|\[[^\]]*\])+$/u, '')
