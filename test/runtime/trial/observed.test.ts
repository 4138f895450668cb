// What layers show in training: against the same numbers computed from the weights that a training had.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as initializers from '../../../runtime/model/initializers/index.js'
import type { SegmentOutcome, SegmentRequest } from '../../../runtime/procedures/procedure.js'
import { firstValues, jobOf } from '../../../runtime/trial/job.js'
import { openSupervised } from '../../../runtime/trial/supervised.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

const data = clouds(120, 8)
const rows = { train: rowsFrom(0, 80), select: rowsFrom(80, 120) }
const metrics = ['attention_entropy', 'lowest_attention_entropy', 'accuracy']
const model = (blocks: number) =>
  sequenceOf({ shape: [4, 2], type: 'real' }, [
    ...Array.from({ length: blocks }, () => ['transformerBlock', { heads: 1, hidden: 4 }] as const),
    ['flatten'],
    ['affine', { units: 3 }],
  ])
const sequences = {
  ...data,
  input: { shape: [4, 2], type: 'real' } as const,
  features: { ...data.features, shape: [120, 4, 2] },
}

async function train(
  requests: readonly SegmentRequest[],
  asked = metrics,
): Promise<readonly SegmentOutcome[]> {
  const procedure = openSupervised(() => Promise.resolve(sequences), { ...context, metrics: asked })
  const outcomes = await procedure.train(requests)
  await procedure.close()
  return outcomes
}

const found = (outcome: SegmentOutcome | undefined, metric: string): number =>
  outcome?.measurements.findLast((one) => one.metric === metric && one.on === 'select')?.value ?? Number.NaN

const request = (learning_rate: number, more: Partial<SegmentRequest> = {}, blocks = 2): SegmentRequest =>
  requestFor(
    specifiedAs(model(blocks), classification('adam', { learning_rate }, { epochs: 4, batch_size: 20 })),
    { rows, ...more },
  )

describe('the entropy of attention', () => {
  test.each([
    ['nothing at all', initializers.zeros],
    ['drawn', initializers.xavierUniform],
  ])('is that of the shares of a batch, where weights are %s', async (_, initializer) => {
    const attending = sequenceOf(sequences.input, [
      ['multiHeadAttention', { heads: 1, initializer: resolved(initializer) }],
      ['flatten'],
      ['affine', { units: 3 }],
    ])
    const still = classification('sgd', { learning_rate: 0 }, { epochs: 1, batch_size: 80 })
    const asked = requestFor(specifiedAs(attending, still), { rows })
    const [outcome] = await train([asked])
    const job = jobOf(asked, sequences, { directionOf: () => 'maximize', observed: [] })
    const weights = (name: string) => firstValues(job, `multi_head_attention#0.${name}_weights`, [2, 2])
    const mean = entropyByHand(weights('query'), weights('key'))
    expect(found(outcome, 'attention_entropy')).toBeCloseTo(mean, 5)
    expect(found(outcome, 'lowest_attention_entropy')).toBeCloseTo(mean, 5)
    if (initializer === initializers.zeros) expect(mean).toBeCloseTo(Math.log(4), 12)
  })

  test('lies between its lowest and the logarithm of the length, and is left out of what does not ask', async () => {
    const [outcome] = await train([request(0.05)])
    const [mean, lowest] = [found(outcome, 'attention_entropy'), found(outcome, 'lowest_attention_entropy')]
    expect(lowest).toBeGreaterThan(0)
    expect(mean).toBeGreaterThan(lowest)
    expect(mean).toBeLessThan(Math.log(4))
    const [silent] = await train([request(0.05)], ['accuracy'])
    expect(silent?.measurements.map(({ metric }) => metric)).not.toContain('attention_entropy')
  })

  test('is NaN without attention', async () => {
    const [outcome] = await train([request(0.05, {}, 0)])
    expect(found(outcome, 'attention_entropy')).toBeNaN()
  })

  test('goes on from a checkpoint, and does not depend on company', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'espalier-observed-')), 'a.ckpt')
    const [whole] = await train([request(0.05)])
    await train([request(0.05, { to: 0.5, checkpointOut: path })])
    const [later] = await train([request(0.05, { from: 0.5, checkpoint: path })])
    const together = await train([request(0.02, { training: 'b', seed: 3 }), request(0.05)])
    for (const metric of metrics) {
      expect(found(later, metric)).toBe(found(whole, metric))
      expect(found(together[1], metric)).toBe(found(whole, metric))
    }
  })
})

/** Mean entropy of the attention of the training rows in their first two features a step, by the definition. */
function entropyByHand(queryWeights: Float32Array, keyWeights: Float32Array): number {
  const project = (row: number, step: number, weights: Float32Array): readonly number[] =>
    [0, 1].map((unit) =>
      [0, 1].reduce((sum, feature) => {
        const x = Number(sequences.features.data[row * 8 + step * 2 + feature])
        return sum + x * (weights[feature * 2 + unit] ?? 0)
      }, 0),
    )
  const steps = [0, 1, 2, 3]
  let sum = 0
  for (const row of rows.train) {
    const keys = steps.map((step) => project(row, step, keyWeights))
    for (const step of steps) {
      const [a = 0, b = 0] = project(row, step, queryWeights)
      const scores = keys.map(([c = 0, d = 0]) => Math.exp((a * c + b * d) / Math.SQRT2))
      const total = scores.reduce((left, right) => left + right)
      sum -= scores.reduce((entropy, score) => entropy + (score / total) * Math.log(score / total), 0)
    }
  }
  return sum / (rows.train.length * steps.length)
}
