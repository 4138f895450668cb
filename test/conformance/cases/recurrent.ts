// Cases of operators that go through a sequence step by step.
import type { LinearizedOptions, Recurrent } from '../../../runtime/tensor/vocabulary.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import type { CaseInput, CasesOf, OperatorCase } from './case.js'
import { g, given, real } from './case.js'

/** Steps, batch and width of the state: several of all, a single step, a single number. */
const several = [3, 2, 2] as const
const sizes = [several, [1, 3, 2], [4, 1, 1]] as const

type Size = (typeof sizes)[number]

const directions = [{ reverse: false }, { reverse: true }] as const

const runs: readonly LinearizedOptions[] = [
  {},
  { reverse: true },
  { adjoint: true },
  { adjoint: true, reverse: true },
]

// Small slopes and weights: results are products over all steps, and differences see their third derivatives.
const small = (shape: readonly number[]): CaseInput => real(shape, [-0.5, 0.5])

const linearizedGru = (
  [steps, batch, width]: Size,
  result: number,
  options: LinearizedOptions,
): OperatorCase => ({
  inputs: [
    small([steps, batch, width]),
    real([steps, batch, width], [0, 1]),
    small([steps, batch, 3 * width]),
    small([width, 3 * width]),
  ],
  build: (...[changes, keep, slopes, weights]) =>
    part(
      g.linearizedGru(part([changes], 0), part([keep], 0), part([slopes], 0), part([weights], 0), options),
      result,
    ),
})

const linearizedLstm = (
  [steps, batch, width]: Size,
  result: number,
  options: LinearizedOptions,
  further: boolean,
): OperatorCase => ({
  inputs: [
    small([steps, batch, width]),
    real([steps, batch, width], [0, 1]),
    small([steps, batch, 4 * width]),
    small([steps, batch, width]),
    small([width, 4 * width]),
    ...(further ? [small([steps, batch, width])] : []),
  ],
  build: (...[states, forget, gates, slope, weights, memory]) =>
    part(
      g.linearizedLstm(
        { states: part([states], 0), memory },
        { forget: part([forget], 0), gates: part([gates], 0), memory: part([slope], 0) },
        part([weights], 0),
        options,
      ),
      result,
    ),
})

const part = (values: readonly (Value | undefined)[], index: number): Value => {
  const value = values[index]
  if (value === undefined) throw new Error(`there is no result ${String(index)}`)
  return value
}

/** Cases by operator. */
export const recurrentCases: CasesOf<keyof Recurrent<unknown>> = {
  gru: sizes.flatMap(([steps, batch, width]) =>
    directions.map((options) =>
      given(
        [real([steps, batch, 3 * width]), real([width, 3 * width]), real([width])],
        (projected, weights, bias) => g.gru(projected, weights, bias, options),
      ),
    ),
  ),
  linearizedGru: [
    ...runs.flatMap((options) => sizes.map((size) => linearizedGru(size, 0, options))),
    linearizedGru(several, 1, { adjoint: true }),
  ],
  lstm: sizes.flatMap(([steps, batch, width]) =>
    directions.flatMap((options) =>
      [0, 1].map((result) =>
        given([real([steps, batch, 4 * width]), real([width, 4 * width])], (projected, weights) =>
          part(g.lstm(projected, weights, options), result),
        ),
      ),
    ),
  ),
  linearizedLstm: [
    ...runs.map((options) => linearizedLstm(several, 0, options, false)),
    linearizedLstm(sizes[1], 1, { adjoint: true }, true),
    linearizedLstm(sizes[2], 1, {}, true),
    linearizedLstm(several, 2, { adjoint: true }, false),
  ],
}
