import { describe, expect, test } from '@jest/globals'
import { openSupervised } from '../../../runtime/trial/supervised.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

const data = clouds(400)
const rows = { train: rowsFrom(0, 200), select: rowsFrom(200, 400) }
const model = sequenceOf(data.input, [['affine', { units: 16 }], ['relu'], ['affine', { units: 3 }]])

describe('supervised training', () => {
  test('a small network learns three clouds', async () => {
    const procedure = openSupervised(() => Promise.resolve(data), context)
    const specified = specifiedAs(
      model,
      classification('adam', { learning_rate: 0.01 }, { epochs: 10, batch_size: 20 }),
    )
    const [outcome] = await procedure.train([requestFor(specified, { rows })])
    await procedure.close()
    console.log(JSON.stringify(outcome))
    expect(outcome?.end).toBe('completed')
  })
})
