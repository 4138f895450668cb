// Concatenations of one part, of concatenations, and of the parts of one tensor in order.
import type { Value } from '../../graph.js'
import { isSame } from '../../rewrite.js'
import type { Build, Simplification } from './simplification.js'
import { useOf } from './simplification.js'
import { stretchesOf } from './stretches.js'

/**
 * A concat of one part is the part; one of concats along the same axis is a single one; one of slices of x, each of which
 * begins where the last ended, is one slice of x, or x itself.
 */
export const concatOfParts: Simplification = {
  operators: ['concat'],
  apply: ({ node, inputs, build }) => {
    const [first] = inputs
    if (first === undefined || inputs.length === 1) return first
    const axis = Number(node.attributes['axis'])
    const flat = inputs.flatMap((part) => partsOf(part, axis))
    return (
      rejoined(flat, axis, build) ?? (flat.length > inputs.length ? build().concat(flat, axis) : undefined)
    )
  },
}

/** The parts of a concat along the axis, or the value itself. */
function partsOf(value: Value, axis: number): readonly Value[] {
  const inner = useOf(value, 'concat')
  return inner !== undefined && Number(inner.attributes['axis']) === axis ? inner.inputs : [value]
}

/** Slices of one tensor that follow each other, as one. */
function rejoined(parts: readonly Value[], axis: number, build: Build): Value | undefined {
  const pieces = parts.map((part) => pieceOf(part, axis))
  const [first] = pieces
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return undefined
  const follows = pieces.every((piece, place) => {
    const previous = pieces[place - 1] ?? { ...first, end: first.start }
    return piece !== undefined && isSame(piece.source, first.source) && piece.start === previous.end
  })
  return follows ? build().slice(first.source, [{ axis, start: first.start, end: last.end }]) : undefined
}

/** A part as an unbroken stretch of another tensor along the axis alone. */
function pieceOf(
  part: Value,
  axis: number,
): { readonly source: Value; readonly start: number; readonly end: number } | undefined {
  const slice = useOf(part, 'slice')
  const [source] = slice?.inputs ?? []
  if (slice === undefined || source === undefined) return undefined
  const [only, ...others] = stretchesOf(slice)
  if (only === undefined || others.length > 0 || only.axis !== axis || only.step !== 1) return undefined
  return { source, start: only.start, end: only.end }
}
