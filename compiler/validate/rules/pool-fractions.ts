// Pools and their parts are shares of one whole.
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { numberOf, valueOf, walk, type LocatedMap } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** Shares under `pools` and under a protocol's `rows` add up to at most 1. */
export const poolFractions: Rule = ({ root }) => {
  const under = ['data', 'tasks', 'protocol'].flatMap((section) => {
    const node = valueOf(root, section)
    return node === undefined ? [] : [...walk(node)]
  })
  return under.flatMap(({ node }) =>
    node.kind === 'map' ? ['pools', 'rows'].flatMap((key) => checkShares(key, valueOf(node, key))) : [],
  )
}

function checkShares(key: string, node: LocatedMap | ReturnType<typeof valueOf>): readonly Diagnostic[] {
  if (node?.kind !== 'map') return []
  const shares = node.entries.flatMap((entry) => numberOf(entry.value) ?? [])
  const sum = shares.reduce((total, share) => total + share, 0)
  if (sum <= 1 + 1e-9 || shares.some((share) => share < 0 || share > 1)) return []
  const message = `the shares under \`${key}\` add up to ${String(Number(sum.toFixed(6)))}; expected at most 1.`
  return [finding('pool-fractions', node.span, message, { hint: 'lower one of them' })]
}
