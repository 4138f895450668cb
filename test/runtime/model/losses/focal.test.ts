import { expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import { focal } from '../../../../runtime/model/losses/focal.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorOf } from '../../../../runtime/tensor/tensor.js'
import { numbersFrom } from '../../../support/tensors.js'

test.each([0.5, 2])(
  'focal with γ = %d has values and slopes where a class is all but certain',
  async (gamma) => {
    const graph = builder()
    const outputs = graph.constant(tensorOf('float32', [4, 2], [300, 0, 300, 0, 20, 0, 0, 0]))
    const targets = graph.constant(tensorOf('int64', [4], [0, 1, 0, 0]))
    const context = { graph, scalar: () => graph.scalar(gamma), isZero: () => false }
    const rows = focal.rows({}, outputs, targets, context)
    const [slope = rows] = gradients(graph.reduceSum(rows), [outputs])
    const [values, slopes] = [await numbersFrom(rows), await numbersFrom(slope)]
    // Certain and right costs nothing, certain and wrong −log p = 300; −log p ≈ 1 − p ≈ e⁻²⁰, which 1 − p loses in single precision; (1 − ½)^γ·log 2.
    const wanted = [0, 300, Math.exp(-20 * (1 + gamma)), 0.5 ** gamma * Math.LN2]
    values.forEach((value, row) =>
      expect(Math.abs(value - (wanted[row] ?? NaN))).toBeLessThanOrEqual(1e-5 * (wanted[row] ?? NaN)),
    )
    expect(slopes.slice(0, 4).map((x) => x + 0)).toEqual([0, 0, 1, -1])
    expect(slopes.every(Number.isFinite)).toBe(true)
  },
)
