// Controlled rounding of the table classes × parts: each entry is its exact share rounded up or down, and all margins fit.
import type { RandomStream } from '../support/random.js'
import { apportion, quota } from './apportion.js'

/**
 * Rows of each class in each part. Entry (c, k) is ⌊n_c·f_k⌋ or ⌈n_c·f_k⌉, row sums are n_c, column sums the apportioned sizes.
 * Such a table exists (Cox 1987, "A constructive procedure for unbiased controlled rounding", JASA 82); it is found by
 * augmenting paths. Which classes get the odd rows is drawn, so that it is not always the first ones.
 */
export function controlledCounts(
  classSizes: readonly number[],
  shares: readonly number[],
  random: RandomStream,
): readonly (readonly number[])[] {
  const exact = classSizes.map((size) => shares.map((share) => quota(size, share)))
  const floors = exact.map((row) => row.map(Math.floor))
  const total = classSizes.reduce((sum, size) => sum + size, 0)
  const room = apportion(total, shares).map(
    (size, part) => size - floors.reduce((sum, row) => sum + (row[part] ?? 0), 0),
  )
  const state: Matching = {
    room,
    open: exact.map((row) => row.flatMap((value, part) => (Number.isInteger(value) ? [] : [part]))),
    extras: classSizes.map(() => new Set<number>()),
  }
  const order = random.permutation(classSizes.length)
  for (const index of order) {
    const floor = (floors[index] ?? []).reduce((sum, count) => sum + count, 0)
    for (let left = (classSizes[index] ?? 0) - floor; left > 0; left -= 1) {
      // Without margins that fit (a share of exactly nothing) the largest remainder takes the row.
      if (!augment(state, index, new Set())) force(state, index, exact[index] ?? [])
    }
  }
  return floors.map((row, index) =>
    row.map((count, part) => count + (state.extras[index]?.has(part) ? 1 : 0)),
  )
}

interface Matching {
  /** Extra rows that each part can still take. */
  readonly room: number[]
  /** Parts in which each class has a fractional share. */
  readonly open: readonly (readonly number[])[]
  /** Parts in which a class was rounded up. */
  readonly extras: readonly Set<number>[]
}

/** Gives class `index` one more row somewhere, moving others' extra rows on where needed (Kuhn's augmenting path). */
function augment(state: Matching, index: number, visited: Set<number>): boolean {
  const mine = state.extras[index]
  const candidates = (state.open[index] ?? []).filter((part) => !visited.has(part) && !mine?.has(part))
  const roomiest = [...candidates].sort((a, b) => (state.room[b] ?? 0) - (state.room[a] ?? 0))
  for (const part of roomiest) {
    visited.add(part)
    if ((state.room[part] ?? 0) > 0) {
      state.room[part] = (state.room[part] ?? 0) - 1
      mine?.add(part)
      return true
    }
    for (const [other, extras] of state.extras.entries()) {
      if (other === index || !extras.has(part) || !augment(state, other, visited)) continue
      extras.delete(part)
      mine?.add(part)
      return true
    }
  }
  return false
}

function force(state: Matching, index: number, exact: readonly number[]): void {
  const free = exact
    .map((value, part) => ({ part, remainder: value - Math.floor(value) }))
    .filter(({ part }) => !state.extras[index]?.has(part))
    .sort((a, b) => b.remainder - a.remainder)[0]
  if (free !== undefined) state.extras[index]?.add(free.part)
}
