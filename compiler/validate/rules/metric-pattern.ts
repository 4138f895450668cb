// A pattern that reads a metric is a regular expression with one group, which holds the number.
import { finding } from '../../source/finding.js'
import { textOf, valueOf, type LocatedNode } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** Every entry of `patterns:` of a command can be read, and has one group. */
export const metricPattern: Rule = ({ arms }) => {
  const reported = new Set<LocatedNode>()
  return arms.flatMap(({ merged }) => {
    const patterns = valueOf(valueOf(valueOf(merged, 'procedure'), 'command'), 'patterns')
    return (patterns?.kind === 'map' ? patterns.entries : []).flatMap(({ key, value }) => {
      const problem = problemOf(textOf(value))
      if (problem === undefined || reported.has(value)) return []
      reported.add(value)
      const message = `the pattern of \`${key}\` ${problem}.`
      const hint = `put parentheses around the number alone, as in \`${key}=([0-9.e+-]+)\`; \`(?: )\` groups without counting`
      return [finding('metric-pattern', value.span, message, { hint })]
    })
  })
}

function problemOf(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined
  try {
    const groups = (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1
    return groups === 1 ? undefined : `has ${groups} groups; expected one`
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message : String(error)}`
  }
}
