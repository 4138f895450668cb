// A name must mean something where it is used: a hyperparameter, a parameter of the definition, or a fact.
import { finding } from '../../source/finding.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { listWords } from '../schema-words.js'
import { namesAt } from '../mentions.js'
import type { Mention, Rule, RuleContext } from './rule.js'

/** `$name` and names in expressions are known. */
export const unknownReference: Rule = (context) =>
  context.mentions.flatMap((mention) => {
    const known = namesAt(context, mention.scope)
    if (known.includes(mention.name) || isFact(mention) || mayBeDecision(mention, context)) return []
    const shown = mention.purpose === 'reference' ? `$${mention.name}` : mention.name
    const facts = factsFor(mention)
    const sentence = mention.name.includes('.')
      ? `\`${shown}\` is not known; expected a hyperparameter or a fact such as \`data.classes\`.`
      : `\`${shown}\` is not known; there is no hyperparameter of that name.`
    const hint =
      didYouMean(mention.name, [...known, ...facts]) ??
      (known.length === 0
        ? 'list it under `hyperparameters:`'
        : `there are ${listWords(known).replace(' or ', ' and ')}`)
    return [finding('unknown-reference', mention.span, sentence, { hint })]
  })

/** Facts about data. */
const DATA = [
  'data.classes',
  'data.columns',
  'data.features',
  'data.rows',
  'data.channels',
  'data.height',
  'data.width',
]

/** What `where` sees besides: the value itself and the shape that comes in. */
const INPUT = [
  'input.size',
  'input.rank',
  'input.channels',
  'input.height',
  'input.width',
  'input.length',
  'input.features',
  'input.vocabulary',
]

function factsFor({ purpose, scope }: Mention): readonly string[] {
  if (purpose === 'constraint') return [...DATA, 'parameters', 'flops']
  if (purpose === 'reference') return DATA
  if (purpose === 'where') return [...DATA, ...INPUT, 'value']
  return scope.section === 'space' ? [...DATA, ...INPUT] : DATA
}

const isFact = (mention: Mention): boolean => factsFor(mention).includes(mention.name)

/** Constraints may name decisions by path; whether such a decision exists is checked with the space. */
const mayBeDecision = ({ name, purpose }: Mention, { survey, parts }: RuleContext): boolean =>
  purpose === 'constraint' &&
  (/[.[]/.test(name)
    ? !name.startsWith('data.')
    : survey.components.some(({ kind }) => kind === name) || parts(undefined).has(name))
