// Random graphs over the whole table of operators: every operator by its conformance cases, fed with results of earlier ones,
// and in between what passes are about (random-idioms.ts). A graph is a list of steps, so that a failing one can be shrunk.
import fc from 'fast-check'
import { namedCases, singleOnly } from '../conformance/operator-cases.js'
import type { CaseInput } from '../conformance/cases/case.js'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { randomStream } from '../../runtime/support/random.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { tensorOf } from '../../runtime/tensor/tensor.js'
import type { ElementType } from '../../runtime/tensor/tensor-type.js'
import { countOf, fixedShape, isFloating, tensorType } from '../../runtime/tensor/tensor-type.js'
import { idioms } from './random-idioms.js'

/** One step: an operator or idiom, and the numbers that its choices are made of. */
interface Step {
  readonly what: string
  readonly picks: readonly number[]
}

/** How a random graph comes about. */
export interface Recipe {
  readonly element: 'float32' | 'float64'
  readonly steps: readonly Step[]
  /** Also gradients of the sum of the last result, where everything on the way has one. */
  readonly differentiated: boolean
}

/** A graph and what its leaves hold. */
export interface RandomGraph {
  readonly outputs: readonly Value[]
  readonly feeds: Readonly<Record<string, Tensor>>
}

/** A number from 0 to a bound, itself left out. */
export type Choose = (bound: number) => number

/** A graph that grows: what a step may ask for. */
export interface Draft {
  readonly g: ReturnType<typeof builder>
  readonly choose: Choose
  /** A real value of any shape: mostly a recent result. */
  any(): Value
  /** A value of a shape, reals unless told: a result brought to it, or a new leaf. */
  shaped(shape: readonly number[], element?: ElementType): Value
  /** A new literal that is one number all over. */
  literal(shape: readonly number[], number: number, element?: ElementType): Value
}

/** Results with more entries are not built upon. */
const largest = 300

const cases = namedCases()
const kinds = [...new Set(cases.map(({ kind }) => kind))]

/** Recipes of 1 to 12 steps, half of them idioms. */
export const recipes = (): fc.Arbitrary<Recipe> =>
  fc.record({
    element: fc.constantFrom('float32' as const, 'float32' as const, 'float64' as const),
    steps: fc.array(
      fc.record({
        what: fc.oneof(fc.constantFrom(...kinds), fc.constantFrom(...Object.keys(idioms))),
        picks: fc.array(fc.nat(99), { minLength: 10, maxLength: 10 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    differentiated: fc.boolean(),
  })

/** The graph of a recipe: its last result and one more, and gradients. */
export function graphOf({ element, steps, differentiated }: Recipe): RandomGraph {
  const pool: Value[] = []
  const feeds: Record<string, Tensor> = {}
  steps.forEach(({ what, picks }, place) => {
    if (element === 'float64' && singleOnly.has(what)) return
    const draft = draftOf({ element, pool, feeds, choose: choiceFrom(picks), path: [place, ...picks] })
    const made = idioms[what]?.(draft) ?? ofCase(what, draft, feeds, place)
    if (made !== undefined && countOf(made.type.shape) <= largest) pool.push(made)
  })
  const outputs = [pool.at(-1), pool[Math.floor(pool.length / 2)]].filter((value) => value !== undefined)
  const slopes = differentiated ? slopesOf(outputs, element) : []
  const needed = new Set(
    nodesOf([...outputs, ...slopes]).flatMap((node) => ('name' in node ? [node.name] : [])),
  )
  return {
    outputs: [...outputs, ...slopes],
    feeds: Object.fromEntries(Object.entries(feeds).filter(([name]) => needed.has(name))),
  }
}

/** One of the operator's cases, its real and logical inputs fed with what is there. */
function ofCase(kind: string, draft: Draft, feeds: Record<string, Tensor>, place: number): Value | undefined {
  const list = cases.filter((named) => named.kind === kind)
  const one = list[draft.choose(list.length)]?.one
  return one?.build(
    ...one.inputs.map((input, index) => {
      if (input.element === undefined || input.element === 'bool')
        return draft.shaped(input.shape, input.element)
      const name = `codes${String(place)}.${String(index)}`
      feeds[name] = codesFor(input, name)
      return draft.g.input(name, tensorType(input.element, input.shape))
    }),
  )
}

/** Indices and the like must lie where the case says. */
function codesFor(
  { shape, element = 'int64', between: [low, high] = [0, 2] }: CaseInput,
  name: string,
): Tensor {
  const random = randomStream('codes', name)
  return tensorOf(
    element,
    shape,
    Array.from({ length: countOf(shape) }, () => low + random.integer(high - low)),
  )
}

/** Gradients of the sum of the first output with a slope; none where an operator has none. */
function slopesOf(outputs: readonly Value[], element: ElementType): readonly Value[] {
  const [value] = outputs
  if (value?.type.element !== element) return []
  const nodes = nodesOf([value])
  if (nodes.some((node) => node.kind === 'operation' && node.rules.gradient === undefined)) return []
  const leaves = nodes.filter((node) => node.kind === 'input' && isFloating(node.types[0].element))
  const wanted = leaves.map((node): Value => ({ node, index: 0, type: node.types[0] ?? value.type }))
  return gradients(builder().reduceSum(value), wanted)
}

interface DraftParts {
  readonly element: ElementType
  readonly pool: readonly Value[]
  readonly feeds: Record<string, Tensor>
  readonly choose: Choose
  readonly path: readonly number[]
}

function draftOf({ element, pool, feeds, choose, path }: DraftParts): Draft {
  const g = builder()
  const recent = (wanted: ElementType): Value | undefined => {
    const fitting = pool.filter(({ type }) => type.element === wanted)
    return choose(5) === 0 ? undefined : fitting.at(-1 - (choose(2) && choose(fitting.length || 1)))
  }
  const leaf = (shape: readonly number[], own: ElementType): Value => {
    const tensor = contents(shape, own, choose, [...path, Object.keys(feeds).length])
    if (choose(4) === 0) return g.constant(tensor)
    const name = `x${String(Object.keys(feeds).length)}`
    feeds[name] = tensor
    return g.input(name, tensorType(own, shape))
  }
  return {
    g,
    choose,
    any: () => recent(element) ?? leaf(shapes[choose(shapes.length)] ?? [], element),
    shaped: (shape, own = element) => {
      const value = recent(own)
      return value === undefined ? leaf(shape, own) : brought(value, shape, choose, g)
    },
    literal: (shape, number, own = element) =>
      g.constant(tensorOf(own, shape, new Array<number>(countOf(shape)).fill(number))),
  }
}

const shapes: readonly (readonly number[])[] = [[], [3], [2, 3], [1, 4], [2, 1, 3], [3, 2, 2], [1, 1], [5, 1]]

/** A value in another shape: as it is, reshaped, stretched, or what fits of it, with something around. */
function brought(value: Value, shape: readonly number[], choose: Choose, g: Draft['g']): Value {
  const own = fixedShape(value.type.shape)
  const [count, wanted] = [countOf(own), countOf(shape)]
  if (count === wanted) return g.reshape(value, shape)
  const lead = shape.length - own.length
  const stretches = lead >= 0 && own.every((length, axis) => length === 1 || length === shape[axis + lead])
  if (stretches) return g.expand(value, shape)
  const flat = g.reshape(value, [count])
  if (count > wanted) {
    const start = choose(count - wanted + 1)
    return g.reshape(g.slice(flat, [{ axis: 0, start, end: start + wanted }]), shape)
  }
  const before = choose(wanted - count + 1)
  const fitted = value.type.element === 'bool' ? g.cast(flat, 'float32') : flat
  const padded = g.reshape(g.pad(fitted, [before], [wanted - count - before], choose(2)), shape)
  return value.type.element === 'bool' ? g.cast(padded, 'bool') : padded
}

/** Numbers with which laws that hold for most reals do not hold. */
const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 1e-40, 3e38, 2 ** -149]

function contents(
  shape: readonly number[],
  element: ElementType,
  choose: Choose,
  path: readonly number[],
): Tensor {
  const random = randomStream('contents', ...path)
  const isSpecial = choose(2) === 0
  const draw = (): number => {
    if (!isFloating(element)) return random.integer(2)
    return isSpecial && random.integer(3) === 0 ? random.pick(special) : 4 * random.uniform() - 2
  }
  return tensorOf(element, shape, Array.from({ length: countOf(shape) }, draw))
}

/** Choices made of a list of numbers, over and over. */
function choiceFrom(picks: readonly number[]): Choose {
  let next = 0
  return (bound) => {
    const pick = picks[next % picks.length] ?? 0
    next += 1
    return pick % bound
  }
}
