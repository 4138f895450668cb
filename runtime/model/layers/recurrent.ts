// What the recurrent layers share: options, sizes, the projection of all steps at once, and the two directions.
import type { Builder, Value } from '../../tensor/graph.js'
import type { LayerCost, LayerUse } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import type { Definition } from '../../../schemas/definition.js'
import { flagOption, numberOption, textOption, type Options } from '../options.js'
import {
  freezeSchema,
  initializerOption,
  initializerSchema,
  zeroParameter,
  type LayerContext,
  type ParameterDeclaration,
} from './layer.js'
import { rejectInput } from './window.js'

/** Options of a recurrent layer. */
export const recurrentOptions = {
  units: {
    type: 'integer',
    minimum: 1,
    description: 'Numbers in the state.',
    'x-open': true,
    'x-shorthand': true,
  },
  bidirectional: {
    type: 'boolean',
    default: false,
    description:
      'Whether a second run goes from the end to the beginning; its states come after those of the first.',
    'x-open': true,
  },
  return: {
    type: 'string',
    enum: ['sequence', 'last'],
    default: 'sequence',
    description: 'The state after every step, or the one that a run ends with.',
    'x-open': true,
  },
  initializer: initializerSchema('xavier_uniform'),
  freeze: freezeSchema,
} as const

/** Own names of the parameters of both runs. */
export const recurrentOwns = ['', 'reverse_'].flatMap((run) =>
  ['input_weights', 'hidden_weights', 'input_bias', 'hidden_bias'].map((name) => `${run}${name}`),
)

/** One run over the steps. */
export interface Run {
  /** x·W of every step: [T, N, gates·H]. */
  readonly projected: Value
  /** b [gates·H]. */
  readonly inputBias: Value
  /** U [H, gates·H]. */
  readonly weights: Value
  /** c [gates·H]. */
  readonly hiddenBias: Value
  /** Whether the last step comes first. */
  readonly reverse: boolean
}

/** A kind of recurrent layer. */
export interface Cell {
  readonly definition: Definition
  /** Blocks of columns of the weights. */
  readonly gates: number
  /** Operations for one number of the state in one step, products aside. */
  readonly operations: number
  /** First values of the bias of the input. */
  readonly inputBias?: (options: Options, units: number) => ParameterDeclaration
  /** States after every step [T, N, H], from a state of zeros. */
  readonly states: (run: Run, graph: Builder) => Value
}

/** Steps and features of a sequence. @throws Rejection where the input is none */
function sequenceSizes(
  { definition }: Cell,
  input: Signal,
): { readonly length: number; readonly features: number } {
  const [length, features] = input.shape
  if (input.type !== 'real' || input.shape.length !== 2 || length === undefined || features === undefined)
    return rejectInput(definition.kind, 'a sequence [length, features]', input)
  return { length, features }
}

const runsOf = ({ definition }: Cell, options: Options): readonly string[] =>
  flagOption(definition, options, 'bidirectional') ? ['', 'reverse_'] : ['']

/** What the layer gives: [T, F] → [T, runs·H], or [runs·H]. @throws Rejection */
export function recurrentOutput(cell: Cell, options: Options, input: Signal): Signal {
  const { length } = sequenceSizes(cell, input)
  const width = runsOf(cell, options).length * numberOption(cell.definition, options, 'units')
  const isLast = textOption(cell.definition, options, 'return') === 'last'
  return { type: 'real', shape: isLast ? [width] : [length, width] }
}

/** Two matrices and two biases a run; both products and the rest in every step. */
export function recurrentCost(cell: Cell, options: Options, input: Signal): LayerCost {
  const { length, features } = sequenceSizes(cell, input)
  const units = numberOption(cell.definition, options, 'units')
  const runs = runsOf(cell, options).length
  const weights = (features + units) * cell.gates * units
  return {
    parameters: runs * (weights + 2 * cell.gates * units),
    flops: runs * length * (2 * weights + (2 * cell.gates + cell.operations) * units),
  }
}

/**
 * Gates, slopes and what is sent back, all for every step: measured, about twelve times the columns of the weights, where a layer's
 * output counts eight times (memory.ts).
 */
export function recurrentHeld(cell: Cell, options: Options, input: Signal): number {
  const { length } = sequenceSizes(cell, input)
  const columns = cell.gates * numberOption(cell.definition, options, 'units')
  return (12 / 8) * runsOf(cell, options).length * length * columns
}

/** The layer's graph: x [N, T, F] → [N, T, runs·H], or [N, runs·H] of the states that the runs end with. */
export function buildRecurrent(cell: Cell, use: LayerUse, input: Value, context: LayerContext): Value {
  const { graph } = context
  const { options } = use.layer
  const { length } = sequenceSizes(cell, use.input)
  const steps = graph.transpose(input, [1, 0, 2])
  const runs = runsOf(cell, options).map((name) => ({
    states: cell.states(runOf(cell, use, name, steps, context), graph),
    end: name === '' ? length - 1 : 0,
  }))
  if (textOption(cell.definition, options, 'return') === 'sequence')
    return graph.transpose(
      graph.concat(
        runs.map(({ states }) => states),
        2,
      ),
      [1, 0, 2],
    )
  const ends = runs.map(({ states, end }) =>
    graph.squeeze(graph.slice(states, [{ axis: 0, start: end, end: end + 1 }]), [0]),
  )
  return graph.concat(ends, 1)
}

/** Parameters of one run, and what the input contributes to all its steps in one product. */
function runOf(cell: Cell, use: LayerUse, name: string, steps: Value, context: LayerContext): Run {
  const { graph } = context
  const { options } = use.layer
  const { features } = sequenceSizes(cell, use.input)
  const units = numberOption(cell.definition, options, 'units')
  const columns = cell.gates * units
  const initializer = initializerOption(cell.definition, options)
  // Each gate is drawn as a matrix of its own.
  const matrix = (own: string, rows: number): Value =>
    context.parameter(`${name}${own}`, {
      shape: [rows, columns],
      fanIn: rows,
      fanOut: units,
      initializer,
    })
  const weights = { input: matrix('input_weights', features), hidden: matrix('hidden_weights', units) }
  const inputBias = context.parameter(
    `${name}input_bias`,
    cell.inputBias?.(options, units) ?? zeroParameter([columns]),
  )
  const hiddenBias = context.parameter(`${name}hidden_bias`, zeroParameter([columns]))
  return {
    projected: graph.matmul(steps, weights.input),
    inputBias,
    weights: weights.hidden,
    hiddenBias,
    reverse: name !== '',
  }
}
