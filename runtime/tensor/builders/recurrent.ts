// Recurrent operators, as functions.
import type { Value } from '../graph.js'
import { apply } from '../graph.js'
import * as operators from '../operators/index.js'
import { at } from '../rules/lanes.js'
import type { Recurrent } from '../vocabulary.js'

/** Recurrent operators whose nodes say where they come from. */
export const recurrent = (origin: string): Recurrent<Value> => ({
  gru: (projected, weights, bias, { reverse = false } = {}) =>
    at(apply(operators.gru, [projected, weights, bias], { reverse }, origin), 0),
  linearizedGru: (changes, keep, slopes, weights, { reverse = false, adjoint = false } = {}) =>
    apply(operators.linearizedGru, [changes, keep, slopes, weights], { reverse, adjoint }, origin),
  lstm: (projected, weights, { reverse = false } = {}) => {
    const results = apply(operators.lstm, [projected, weights], { reverse }, origin)
    return [at(results, 0), at(results, 1)]
  },
  linearizedLstm: (changes, slopes, weights, { reverse = false, adjoint = false } = {}) => {
    const { forget, gates, memory } = slopes
    const inputs = [changes.states, forget, gates, memory, weights]
    const all = changes.memory === undefined ? inputs : [...inputs, changes.memory]
    return apply(operators.linearizedLstm, all, { reverse, adjoint }, origin)
  },
})
