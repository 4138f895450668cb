// What is refused of precision before anything is trained.
import { describe, expect, test } from '@jest/globals'
import type { Experiment } from '../../../runtime/experiment.js'
import { supervised } from '../../../runtime/procedures/index.js'
import { checkPrecision } from '../../../runtime/study/precision.js'

const experiment = (...precisions: readonly unknown[]) =>
  ({
    arms: precisions.map((precision, index) => ({
      name: `arm ${String(index)}`,
      space: {
        training: { definition: supervised, path: '', options: precision === undefined ? {} : { precision } },
      },
    })),
  }) as unknown as Experiment
const lacking = () => Promise.resolve('it has no f16')

describe('products in half precision', () => {
  test.each([['mixed'], [{ kind: 'choice' }]])(
    'are refused where the device has none: %p',
    async (precision) => {
      await expect(checkPrecision(experiment('float32', precision), 'webgpu', lacking)).rejects.toMatchObject(
        {
          code: 'no-half-products',
          name: 'PlanError',
          message: expect.stringMatching(/'arm 1'.*'webgpu'.*it has no f16/),
          hint: expect.stringMatching(/float32/),
        },
      )
    },
  )

  test('are not asked for by other trainings: nothing is tried', async () => {
    await checkPrecision(experiment('float32', undefined), 'webgpu', () => Promise.reject(new Error('tried')))
  })

  test('are there on the host', async () => {
    await checkPrecision(experiment('mixed'), 'cpu')
  })
})
