// The model of one proposal: what is modelled together, the densities of good and other trials, and their candidates.
import type { Decide, Decision } from '../../space/decision.js'
import type { RandomStream } from '../../support/random.js'
import type { Column } from './column.js'
import { columnKey, emptyColumn, hasMet } from './column.js'
import type { Group } from './kernels.js'
import type { Mixture } from './mixture.js'
import { mixtureOf } from './mixture.js'
import type { Observations, Partition } from './observations.js'
import { knownColumn, partition } from './observations.js'
import { belowCount } from './below-count.js'
import type { Settings } from './settings.js'

/** Candidates by block of decisions, best first. */
export interface Model {
  /** Answers each decision by the candidate of that rank, 0 … candidates − 1. */
  readonly decide: (rank: number) => Decide
  /** Forgets the candidates, so that the next answers come from new ones. */
  readonly redraw: () => void
}

/** The model over what was seen, fitted block by block as a walk first needs it. Takes nothing from the stream before. */
export function openModel(observations: Observations, settings: Settings, random: RandomStream): Model {
  const split = partition(
    observations,
    belowCount(observations.finished, settings.gamma),
    settings.constantLiar,
  )
  const blocks = blocksOf(observations, settings)
  const densities = new Map<readonly Column[], Densities>()
  const ranked = new Map<readonly Column[], readonly Point[]>()
  // A decision that no trial met has the prior alone. It enters the observations with the trial, never with the proposal.
  const unmet = new Map<string, Column>()
  const columnOf = (decision: Decision): Column =>
    knownColumn(observations, decision) ?? remember(unmet, columnKey(decision), () => emptyColumn(decision))
  const candidatesOf = (block: readonly Column[]): readonly Point[] =>
    remember(ranked, block, () => {
      const { below, above } = remember(densities, block, () => fit(block, split, observations, settings))
      const points = Array.from({ length: settings.candidates }, () => below.draw(random))
      return bestFirst(points, (point) => below.logDensity(point) - above.logDensity(point))
    })
  return {
    redraw: () => {
      ranked.clear()
    },
    decide:
      (rank: number): Decide =>
      (decision) => {
        const column = columnOf(decision)
        const block = remember(blocks, column, () => [column])
        const point = candidatesOf(block)[rank] ?? []
        return column.axis.value(point[block.indexOf(column)] ?? 0)
      },
  }
}

/** One coordinate a column of a block. */
type Point = readonly number[]

/** The densities of the good trials and of the others over one block. */
interface Densities {
  readonly below: Mixture
  readonly above: Mixture
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}

/** Columns that are modelled together, by column; a column without an entry is modelled alone. */
function blocksOf(observations: Observations, { joint }: Settings): Map<Column, readonly Column[]> {
  const blocks = new Map<Column, readonly Column[]>()
  if (joint === 'nothing') return blocks
  const groups =
    joint === 'groups'
      ? observations.groups
      : [[...observations.columns.values()].filter(({ valued }) => valued === observations.ranking.length)]
  for (const group of groups) for (const column of group) blocks.set(column, group)
  return blocks
}

function fit(
  block: readonly Column[],
  { below, above }: Partition,
  { rows }: Observations,
  settings: Settings,
): Densities {
  const mixture = (members: readonly number[]): Mixture =>
    mixtureOf(block, groupOf(block, members, rows.length), settings)
  return { below: mixture(below), above: mixture(above) }
}

/** The rows that met every column of a block. */
function groupOf(block: readonly Column[], rows: readonly number[], count: number): Group {
  const kept = rows.filter((row) => block.every((column) => hasMet(column, row)))
  const componentOf = new Int32Array(count).fill(-1)
  kept.forEach((row, component) => (componentOf[row] = component))
  return { rows: kept, componentOf }
}

/** Points by descending score; equal ones in the order in which they were drawn. */
function bestFirst(points: readonly Point[], score: (point: Point) => number): readonly Point[] {
  return points
    .map((point) => ({ point, scored: score(point) }))
    .sort((a, b) => b.scored - a.scored)
    .map(({ point }) => point)
}
