// What becomes of an update on WebGPU where a gradient is not finite: shaders may take liberties with infinities. Runs only when
// ESPALIER_TEST_WEBGPU=1.
import { describe, expect, test } from '@jest/globals'
import { lossScaling } from '../../runtime/model/loss-scaling.js'
import { builder } from '../../runtime/tensor/builder.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { evaluate } from '../support/tensors.js'

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? describe : describe.skip

onGpu('on WebGPU the scale of the loss', () => {
  test.each([
    ['a finite gradient', [1, -3], 8, [2, 9]],
    ['an infinite one', [1, Infinity], 4, [1, 8]],
    ['one that is no number', [Number.NaN, 0], 4, [1, 8]],
  ] as const)('after %s', async (_, gradient, scale, value) => {
    const g = builder()
    const guard = lossScaling(g).guard([g.input('gradient', tensorType('float32', [2]))])
    const current = g.input('current', tensorType('float32', [2]))
    const kept = guard.keep({ name: 'w', shape: [2], current, next: g.add(current, 1) })
    const results = await evaluate(
      [kept.next, ...guard.slots.map(({ next }) => next)],
      {
        gradient: tensorOf('float32', [2], gradient),
        current: tensorOf('float32', [2], [1, 8]),
        'loss~scale': tensorOf('float32', [], [8]),
        'loss~good_updates': tensorOf('float32', [], [5]),
      },
      { device: 'webgpu' },
    )
    expect(results.map((tensor) => numbersOf(tensor))).toEqual([[...value], [scale], [scale === 8 ? 6 : 0]])
  })
})
