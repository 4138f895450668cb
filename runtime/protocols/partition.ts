// Splitting rows into disjoint parts of given fractions: the one place where pools and inner splits are drawn.
// Rows that must not be parted (equal content, one group, one time) travel as blocks.
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import type { RandomStream } from '../support/random.js'
import { apportion } from './apportion.js'
import { controlledCounts } from './controlled-counts.js'
import type { Rows } from './protocol.js'

export type By = 'random' | 'stratified' | 'group' | 'time'

/** A request to split `rows` of `data`; what `fractions` leave of 1 stays unused. */
export interface PartitionRequest {
  readonly data: DataDescriptor
  readonly rows: Rows
  readonly fractions: readonly number[]
  readonly by: By
}

/**
 * Disjoint parts, ascending rows each; part k takes `fractions[k]` of the rows, rounded by largest remainders.
 * - `random`: exact sizes; rows of equal content stay together, unless a part would get none then.
 * - `stratified`: besides, each class within one row of its exact share in each part.
 * - `group`: whole groups, sizes as near as greedy filling gets.
 * - `time`: parts follow each other in time, equal times together; nothing is random.
 */
export function partition(request: PartitionRequest, random: RandomStream): readonly Rows[] {
  const unused = 1 - request.fractions.reduce((sum, fraction) => sum + fraction, 0)
  const shares = unused > 1e-9 ? [...request.fractions, unused] : request.fractions
  const sizes = apportion(request.rows.length, shares)
  const parts = drawParts(request, sizes, shares, random)
  return parts.slice(0, request.fractions.length).map((rows) => Uint32Array.from(rows).sort())
}

function drawParts(
  request: PartitionRequest,
  sizes: readonly number[],
  shares: readonly number[],
  random: RandomStream,
): readonly (readonly number[])[] {
  const { data, rows, by } = request
  switch (by) {
    case 'random':
      return together(data, rows, (codes) => deal(blocksOf(rows, codes), sizes, random))
    case 'stratified':
      return together(data, rows, (codes) => dealClasses(request, codes, shares, random))
    case 'group':
      return deal(blocksOf(rows, data.groups), sizes, random)
    case 'time':
      return cutInTime(blocksOf(inTime(rows, data), data.times), sizes)
  }
}

/** Deals with rows of equal content kept together; if a part with a share stays empty, without that. */
function together(
  data: DataDescriptor,
  rows: Rows,
  dealBy: (codes: ArrayLike<number> | undefined) => readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const parts = dealBy(data.contents)
  const starved = parts.some((part) => part.length === 0) && rows.length >= parts.length
  return starved ? dealBy(undefined) : parts
}

/** Rows by code, in order of first row; without codes each row is a block. */
function blocksOf(rows: Rows, codes: ArrayLike<number> | undefined): readonly (readonly number[])[] {
  if (codes === undefined) return Array.from(rows, (row) => [row])
  const blocks = new Map<number, number[]>()
  for (const row of rows) {
    const code = codes[row] ?? 0
    const block = blocks.get(code)
    if (block === undefined) blocks.set(code, [row])
    else block.push(row)
  }
  return [...blocks.values()]
}

/**
 * Deals blocks into parts of the given sizes: large blocks first (shuffled among equals), each to a part that has room, drawn in
 * proportion to the room; where none has room, to the one that has most. Single rows come last and make sizes exact.
 */
function deal(
  blocks: readonly (readonly number[])[],
  sizes: readonly number[],
  random: RandomStream,
): readonly (readonly number[])[] {
  const parts = sizes.map((): number[] => [])
  const room = [...sizes]
  const shuffled = Array.from(random.permutation(blocks.length), (index) => blocks[index] ?? [])
  const ordered = shuffled.sort((a, b) => b.length - a.length)
  for (const [index, block] of ordered.entries()) {
    const needy = neediest(parts, sizes, ordered.length - index)
    // Single rows are shuffled already: the first room does, and saves a draw each.
    const part = needy ?? (block.length === 1 ? firstRoom(room) : pickPart(room, block.length, random))
    parts[part]?.push(...block)
    room[part] = (room[part] ?? 0) - block.length
  }
  return parts
}

/** The largest part that is still empty, once there are no more blocks than empty parts: none shall go without. */
function neediest(
  parts: readonly (readonly number[])[],
  sizes: readonly number[],
  blocksLeft: number,
): number | undefined {
  if (blocksLeft > parts.length) return undefined
  const empty = sizes.flatMap((size, part) => (size > 0 && parts[part]?.length === 0 ? [part] : []))
  if (empty.length < blocksLeft || empty.length === 0) return undefined
  return empty.reduce((most, part) => ((sizes[part] ?? 0) > (sizes[most] ?? 0) ? part : most))
}

const firstRoom = (room: readonly number[]): number =>
  Math.max(
    0,
    room.findIndex((free) => free > 0),
  )

function pickPart(room: readonly number[], size: number, random: RandomStream): number {
  const open = room.map((free) => (free >= size ? free : 0))
  const total = open.reduce((sum, free) => sum + free, 0)
  if (total === 0) return room.indexOf(room.reduce((most, free) => (free > most ? free : most), -Infinity))
  let draw = random.uniform() * total
  for (const [part, free] of open.entries()) {
    if (draw < free) return part
    draw -= free
  }
  return open.findLastIndex((free) => free > 0)
}

function dealClasses(
  { data, rows }: PartitionRequest,
  codes: ArrayLike<number> | undefined,
  shares: readonly number[],
  random: RandomStream,
): readonly (readonly number[])[] {
  const classes = blocksOf(rows, data.codes)
  const counts = controlledCounts(
    classes.map((members) => members.length),
    shares,
    random.derive('classes'),
  )
  const parts = shares.map((): number[] => [])
  for (const [index, members] of classes.entries()) {
    const stream = random.derive('class', data.codes?.[members[0] ?? 0] ?? 0)
    const dealt = deal(blocksOf(Uint32Array.from(members), codes), counts[index] ?? [], stream)
    for (const [part, chosen] of dealt.entries()) parts[part]?.push(...chosen)
  }
  return parts
}

const inTime = (rows: Rows, { times }: DataDescriptor): Rows =>
  rows.slice().sort((a, b) => (times?.[a] ?? 0) - (times?.[b] ?? 0) || a - b)

/** Cuts blocks of equal time, in order, where the running size is nearest to the wanted one. */
function cutInTime(
  blocks: readonly (readonly number[])[],
  sizes: readonly number[],
): readonly (readonly number[])[] {
  const parts = sizes.map((): number[] => [])
  let part = 0
  let placed = 0
  let wanted = sizes[0] ?? 0
  for (const block of blocks) {
    while (part < sizes.length - 1 && placed + block.length / 2 > wanted) {
      part += 1
      wanted += sizes[part] ?? 0
    }
    parts[part]?.push(...block)
    placed += block.length
  }
  return parts
}
