// Parts of one tensor among zeros, put side by side: gradients of slices and splits without a zero-filled copy of each.
import type { Builder, Value } from '../tensor/graph.js'
import { at } from '../tensor/rules/lanes.js'
import { fixedShape } from '../tensor/tensor-type.js'

/** A block of a tensor that is zero elsewhere: its first entry on each axis, and the one after its last. */
interface Block {
  readonly value: Value
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/**
 * Shares, all of one type, with the same sum. Blocks that lie beside each other along an axis, as long on all others, become
 * one block, with zeros in the gaps between them; along every axis, so that the tiles of a grid become the whole. What
 * overlaps stays apart, to be added.
 */
export function assembled(shares: readonly Value[], g: Builder): readonly Value[] {
  const blocks = shares.flatMap((share) => blockOf(share) ?? [])
  const [first] = shares
  if (first === undefined || blocks.length < 2) return shares
  const others = shares.filter((share) => blockOf(share) === undefined)
  const whole = fixedShape(first.type.shape)
  return [...others, ...joined(blocks, g).map((block) => surrounded(block, whole, g))]
}

/** A share as a block, if it is a pad with zeros. */
function blockOf({ node, type }: Value): Block | undefined {
  if (node.kind !== 'operation' || node.operator !== 'pad' || node.attributes['value'] !== 0) return undefined
  const [value] = node.inputs
  const { before } = node.attributes
  if (value === undefined || !Array.isArray(before) || type.shape.some((axis) => typeof axis === 'string')) {
    return undefined
  }
  const starts = before.map(Number)
  const lengths = fixedShape(value.type.shape)
  return { value, starts, ends: starts.map((start, axis) => start + (lengths[axis] ?? 0)) }
}

/** Blocks joined along all axes until no two fit. */
function joined(blocks: readonly Block[], g: Builder): readonly Block[] {
  const axes = blocks[0]?.starts.map((_, axis) => axis) ?? []
  let current = blocks
  for (;;) {
    const next = axes.reduce((list, axis) => joinedAlong(list, axis, g), current)
    if (next.length === current.length) return current
    current = next
  }
}

/** Blocks of one band (the same stretch of every other axis) joined in as few rows as their overlaps allow. */
function joinedAlong(blocks: readonly Block[], axis: number, g: Builder): readonly Block[] {
  const bands = new Map<string, Block[]>()
  for (const block of blocks) {
    const key = [block.starts, block.ends].map((list) => list.filter((_, place) => place !== axis)).join('|')
    bands.set(key, [...(bands.get(key) ?? []), block])
  }
  return [...bands.values()].flatMap((band) => rowsOf(band, axis).map((row) => rowAsBlock(row, axis, g)))
}

/** Rows of blocks that follow each other without overlap. */
function rowsOf(band: readonly Block[], axis: number): readonly (readonly Block[])[] {
  const rows: Block[][] = []
  const sorted = [...band].sort((left, right) => startOf(left, axis) - startOf(right, axis))
  for (const block of sorted) {
    const row = rows.find((own) => own.every((other) => endOf(other, axis) <= startOf(block, axis)))
    if (row === undefined) rows.push([block])
    else row.push(block)
  }
  return rows
}

function rowAsBlock(row: readonly Block[], axis: number, g: Builder): Block {
  const [first, last] = [at(row, 0), at(row, row.length - 1)]
  const parts = row.flatMap((block, place) => {
    const gap = startOf(block, axis) - endOf(row[place - 1] ?? block, axis)
    return place > 0 && gap > 0 ? [zeros(block, axis, gap, g), block.value] : [block.value]
  })
  return { value: g.concat(parts, axis), starts: first.starts, ends: last.ends }
}

/** Zeros as long as a block on all axes but one. */
const zeros = ({ value }: Block, axis: number, length: number, g: Builder): Value =>
  g.expand(
    g.scalar(0, value.type.element),
    value.type.shape.map((own, place) => (place === axis ? length : own)),
  )

/** The block with zeros around it, as a share. */
const surrounded = ({ value, starts, ends }: Block, whole: readonly number[], g: Builder): Value =>
  g.pad(
    value,
    starts,
    whole.map((length, axis) => length - (ends[axis] ?? length)),
  )

const startOf = ({ starts }: Block, axis: number): number => starts[axis] ?? 0
const endOf = ({ ends }: Block, axis: number): number => ends[axis] ?? 0
