// How many numbers real trainings say that they move, against counts by hand.
import { expect, test } from '@jest/globals'
import * as groups from '../../../runtime/model/groups/index.js'
import type { Options } from '../../../runtime/model/options.js'
import * as reparametrizations from '../../../runtime/model/reparametrizations/index.js'
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

const data = clouds(30)
// 4·5 + 5 and 5·3 + 3.
const model = sequenceOf(data.input, [['affine', { units: 5 }], ['relu'], ['affine', { units: 3 }]])

async function measured(options: Options): Promise<number | undefined> {
  const procedure = openSupervised(() => Promise.resolve(data), {
    ...context,
    metrics: ['accuracy', 'trained_numbers'],
  })
  const training = classification('adam', { learning_rate: 0.01 }, { batch_size: 10, epochs: 1, ...options })
  const rows = { train: rowsFrom(0, 20), select: rowsFrom(20, 30) }
  const [outcome] = await procedure.train([requestFor(specifiedAs(model, training), { rows })])
  await procedure.close()
  return outcome?.measurements.find(({ metric, on }) => metric === 'trained_numbers' && on === 'select')
    ?.value
}

const { freeze } = groups
const { subspace, lowRank } = reparametrizations

test.each([
  ['all parameters', {}, 43],
  ['without frozen ones', { groups: [resolved(freeze, { of: 'affine#0' })] }, 18],
  ['the point of a subspace', { reparametrize: [resolved(subspace, { dimension: 7 })] }, 7],
  [
    'two thin matrices for each of weights, and biases',
    { reparametrize: [resolved(lowRank, { rank: 1 })] },
    25,
  ],
])('%s', async (_, options, count) => {
  expect(await measured(options)).toBe(count)
})
