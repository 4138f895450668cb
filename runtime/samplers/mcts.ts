// Monte-Carlo tree search over the tree of choices.
import type { Configuration, Decide } from '../space/decision.js'
import { choicesOf, replayer } from '../space/replay.js'
import { attemptWalk, drawAccepted, maximumDraws, randomly } from '../space/sample.js'
import type { Specified } from '../space/search-space.js'
import { specifier } from '../space/specify.js'
import type { RandomStream } from '../support/random.js'
import { cellsOf } from './cells.js'
import { needsOneObjective } from './refusals.js'
import type { SamplerDefinition } from './sampler.js'
import { openScale, takeValue } from './score.js'
import type { ScoreScale } from './score.js'
import { armOf, emptyNode, selectChild } from './tree.js'
import type { Node } from './tree.js'

/** The tree, and what is in flight. */
export interface State {
  readonly walk: (decide: Decide) => Specified
  readonly replay: (configuration: Configuration) => Specified
  readonly settings: Settings
  readonly scale: ScoreScale
  readonly root: Node
  /** Nodes that each trial visited. */
  readonly visited: Map<number, readonly Node[]>
}

/** Options of the sampler, read once. */
export interface Settings {
  readonly exploration: number
  readonly bisection: boolean
  readonly withChild: boolean
  readonly cells: number
}

/**
 * UCT over the tree of choices: walk down by the bound, expand one leaf, choose the rest uniformly, and add the score to the nodes of the
 * walk. With `bisection` a choice among k values is a sequence of halvings of the ordered list, so that neighbours share statistics.
 * A pending trial counts as a visit with score 0 until its result arrives, so that proposals in flight spread out; failed trials stay so.
 */
export const mcts = {
  role: 'sampler',
  kind: 'mcts',
  summary: 'Monte-Carlo tree search (UCT) over the tree of choices, halving long lists of values.',
  options: {
    exploration: {
      description: 'Weight c of the bound s/n + c·√(2·ln N / n); scores lie in [0, 1].',
      type: 'number',
      minimum: 0,
      default: 0.5,
      'x-shorthand': true,
    },
    bisection: {
      description: 'Whether a choice among k values becomes about log₂ k choices between halves of the list.',
      type: 'boolean',
      default: true,
    },
    expand: {
      description:
        'Where the walk ends when it expands a leaf: at one of the new children (`with_child`), or at the leaf (`leaf_only`).',
      enum: ['with_child', 'leaf_only'],
      default: 'with_child',
    },
    cells: {
      description: 'Equally likely cells that a continuous domain, or one with more integers, is cut into.',
      type: 'integer',
      minimum: 2,
      default: 32,
    },
  },
  required: [],
  reference: 'Negrinho and Gordon 2017, section 4; Kocsis and Szepesvári 2006',
  adaptive: true,
  dependsOnBudget: false,
  refuses: (context) => needsOneObjective('mcts', context),
  start: ({ space, objectives, options }) => ({
    walk: specifier(space),
    replay: replayer(space),
    settings: {
      exploration: Number(options['exploration'] ?? 0.5),
      bisection: options['bisection'] !== false,
      withChild: options['expand'] !== 'leaf_only',
      cells: Number(options['cells'] ?? 32),
    },
    scale: openScale(objectives[0]),
    root: emptyNode(),
    visited: new Map(),
  }),
  observe: (state, event) => {
    if (event.kind === 'progressed') return
    const nodes = state.visited.get(event.trial) ?? visit(state, event.trial, event.configuration)
    if (event.kind === 'proposed') return
    const value = takeValue(state.scale, event.values)
    if (value === undefined) return
    for (const node of nodes) {
      node.valued += 1
      node.sum += value
    }
  },
  propose: (state, random) => {
    const specified = walkTree(state, random) ?? drawAccepted(state.walk, randomly(random))
    return specified === undefined
      ? { kind: 'exhausted' }
      : { kind: 'configuration', configuration: specified.configuration }
  },
} as const satisfies SamplerDefinition<State>

/** Counts a visit along the tree walk of a configuration and expands where it ends. */
function visit(state: State, trial: number, configuration: Configuration): readonly Node[] {
  const { bisection, cells, withChild } = state.settings
  const nodes = [state.root]
  let node = state.root
  const steps = choicesOf(state.replay(configuration)).flatMap(({ decision, value }) => {
    const { count, cellOf } = cellsOf(decision.domain, cells)
    return stepsOf(cellOf(value), count, bisection)
  })
  for (const step of steps) {
    const expanding = node.children === undefined
    node.children ??= new Map()
    if (expanding && !withChild) break
    const child = node.children.get(step) ?? emptyNode()
    node.children.set(step, child)
    nodes.push(child)
    node = child
    if (expanding) break
  }
  for (const visited of nodes) visited.visits += 1
  state.visited.set(trial, nodes)
  return nodes
}

/**
 * Tree walk and rollout. A rejected walk is repeated, with its nodes counted as visited once more without score in a shadow of the tree
 * that lives for this proposal only, so that the next attempt turns elsewhere.
 */
function walkTree(state: State, random: RandomStream): Specified | undefined {
  const shadow = emptyNode()
  for (let attempt = 0; attempt < maximumDraws / 4; attempt += 1) {
    const { decide, nodes } = openWalk(state, shadow, random)
    const specified = attemptWalk(state.walk, decide)
    if (specified !== undefined) return specified
    for (const node of nodes) node.visits += 1
  }
  return undefined
}

/** One walk: follows the bound while the node has children, expands one leaf, then answers uniformly. */
function openWalk(state: State, shadow: Node, random: RandomStream) {
  const { settings, scale } = state
  const nodes = [shadow]
  let node: Node | undefined = state.root
  let also = shadow
  let walking = true
  const step = (count: number): number => {
    if (!walking) return random.integer(count)
    const expanded = node?.children !== undefined || also.children !== undefined
    if (!expanded) walking = false
    also.children ??= new Map()
    if (!expanded && !settings.withChild) return random.integer(count)
    const chosen = expanded ? bestOf(count) : random.integer(count)
    const next = also.children.get(chosen) ?? emptyNode()
    also.children.set(chosen, next)
    nodes.push(next)
    node = node?.children?.get(chosen)
    also = next
    return chosen
  }
  const bestOf = (count: number): number => {
    const arms = Array.from({ length: count }, (_, index) =>
      armOf(node?.children?.get(index), also.children?.get(index), scale),
    )
    return selectChild(arms, (node?.visits ?? 0) + also.visits, settings.exploration, random)
  }
  const decide: Decide = ({ domain }) => {
    const cells = cellsOf(domain, settings.cells)
    return cells.draw(chooseCell(cells.count, settings.bisection, step), random)
  }
  return { decide, nodes }
}

/** A cell by one choice among all, or by choices between halves [left, middle) and [middle, right), middle = ⌊(left + right)/2⌋. */
export function chooseCell(count: number, bisection: boolean, step: (count: number) => number): number {
  if (!bisection) return count === 1 ? 0 : step(count)
  let left = 0
  let right = count
  while (right - left > 1) {
    const middle = (left + right) >> 1
    if (step(2) === 0) right = middle
    else left = middle
  }
  return left
}

/** The choices in the tree that pick one cell: the inverse of {@link chooseCell}. */
export function stepsOf(cell: number, count: number, bisection: boolean): readonly number[] {
  const steps: number[] = []
  if (!bisection) return count === 1 ? [] : [cell]
  let left = 0
  let right = count
  while (right - left > 1) {
    const middle = (left + right) >> 1
    steps.push(cell < middle ? 0 : 1)
    if (cell < middle) right = middle
    else left = middle
  }
  return steps
}
