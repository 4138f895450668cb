// The search tree of Monte-Carlo tree search: visits, sums of values, and the rule that walks it.
import type { RandomStream } from '../support/random.js'
import type { ScoreScale } from './score.js'
import { scoreSum } from './score.js'

/** One prefix of choices. */
export interface Node {
  /** Trials that went through, pending ones included. */
  visits: number
  /** Of these, finished ones that have a value, and the sum of their oriented values; all others count as score 0. */
  valued: number
  sum: number
  /** Children by the number of the choice; absent while the node is a leaf. A child that no trial went through has no entry. */
  children: Map<number, Node> | undefined
}

/** A node that no trial went through. */
export const emptyNode = (): Node => ({ visits: 0, valued: 0, sum: 0, children: undefined })

/** What the rule sees of a child. */
export interface Arm {
  readonly visits: number
  /** Sum of scores, each in [0, 1]. */
  readonly score: number
}

/**
 * The child of the greatest s/n + c·√(2·ln N / n), N the visits of the parent (UCT; Kocsis and Szepesvári 2006, with the 2 inside the root
 * as in Negrinho and Gordon 2017). A child without visits counts as +∞; ties are broken uniformly.
 */
export function selectChild(
  children: readonly Arm[],
  total: number,
  exploration: number,
  random: RandomStream,
): number {
  let best = -Infinity
  let ties: number[] = []
  children.forEach(({ visits, score }, index) => {
    const bound =
      visits === 0 ? Infinity : score / visits + exploration * Math.sqrt((2 * Math.log(total)) / visits)
    if (bound > best) {
      best = bound
      ties = [index]
    } else if (bound === best) ties.push(index)
  })
  return ties.length === 1 ? (ties[0] ?? 0) : random.pick(ties)
}

/** Visits and scores of a child, those of a second tree added; `undefined` where no trial went. */
export function armOf(node: Node | undefined, also: Node | undefined, scale: ScoreScale): Arm {
  return {
    visits: (node?.visits ?? 0) + (also?.visits ?? 0),
    score: node === undefined ? 0 : scoreSum(scale, node.sum, node.valued),
  }
}
