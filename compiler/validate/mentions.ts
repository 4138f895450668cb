// Names in a specification: what an expression mentions, and which names mean something at a place.
import type { Term } from '../../schemas/term.js'
import type { Scope, Survey } from './survey.js'
import type { Mention, ParseExpression, RuleContext } from './rules/rule.js'

/** Every mention of a specification; expressions that cannot be read mention nothing. */
export function collectMentions(survey: Survey, parseExpression: ParseExpression): readonly Mention[] {
  const references = survey.references.map(({ name, span, scope }): Mention => ({
    name,
    span,
    scope,
    purpose: 'reference',
  }))
  const inExpressions = survey.expressions.flatMap(({ text, node, purpose, scope }) => {
    const parsed = parseExpression(text)
    if (!('term' in parsed)) return []
    return [...new Set(namesIn(parsed.term))].map((name): Mention => ({
      name,
      span: node.span,
      scope,
      purpose,
    }))
  })
  return [...references, ...inExpressions]
}

/** Hyperparameters and parameters that a name can mean at a scope, whatever the order. */
export function namesAt(context: RuleContext, scope: Scope): readonly string[] {
  const parameters =
    scope.definition === undefined ? undefined : context.parts(scope.arm).get(scope.definition)?.parameters
  return [...(parameters?.keys() ?? []), ...hyperparameterNames(context, scope.arm)]
}

/** Names of the hyperparameters of an arm; of all arms for what is written outside them. */
export function hyperparameterNames(context: RuleContext, arm: string | undefined): readonly string[] {
  const own = context.hyperparameters(arm).map(({ key }) => key)
  if (arm !== undefined) return own
  return [
    ...new Set([
      ...own,
      ...context.arms.flatMap(({ name }) => context.hyperparameters(name).map(({ key }) => key)),
    ]),
  ]
}

/** Names in a term, in the order of mention. */
export function namesIn(term: Term): readonly string[] {
  switch (term.kind) {
    case 'name':
      return [term.name]
    case 'unary':
      return namesIn(term.operand)
    case 'binary':
      return [...namesIn(term.left), ...namesIn(term.right)]
    case 'conditional':
      return [...namesIn(term.test), ...namesIn(term.then), ...namesIn(term.otherwise)]
    case 'call':
      return term.arguments.flatMap(namesIn)
    case 'number':
    case 'string':
    case 'boolean':
      return []
  }
}
