// Every preparation step of the catalogue: the graph gives what the static plan promises.
import { describe, expect, test } from '@jest/globals'
import { describeData } from '../../runtime/data/describe.js'
import { applyPreparation } from '../../runtime/model/prepare/apply-preparation.js'
import { fitPreparation } from '../../runtime/model/prepare/fit-preparation.js'
import type * as steps from '../../runtime/model/prepare/index.js'
import { planPreparation, type PrepareStep } from '../../runtime/model/prepare/plan-preparation.js'
import { datasetOf } from '../support/datasets.js'

const data = datasetOf('a,b,c,target\n1,4,p,x\n2,5,q,y\n3,,p,x\n4,8,r,y\n9,1,q,x\n7,0,p,y\n5,2,r,x\n')

/** Steps that make the data ready around the one under test; a kind that is missing here does not compile. */
const around: Readonly<Record<(typeof steps)[keyof typeof steps]['kind'], readonly PrepareStep[]>> = {
  impute: [
    { kind: 'impute', options: {} },
    { kind: 'one_hot', options: {} },
  ],
  log: [
    { kind: 'impute', options: {} },
    { kind: 'log', options: { columns: ['a', 'b'] } },
    { kind: 'ordinal', options: {} },
  ],
  one_hot: [
    { kind: 'one_hot', options: { columns: ['c'] } },
    { kind: 'impute', options: {} },
  ],
  ordinal: [
    { kind: 'ordinal', options: {} },
    { kind: 'impute', options: {} },
  ],
  scale: [
    { kind: 'scale', options: {} },
    { kind: 'impute', options: {} },
    { kind: 'one_hot', options: {} },
  ],
  standardize: [
    { kind: 'standardize', options: {} },
    { kind: 'impute', options: {} },
    { kind: 'one_hot', options: {} },
  ],
}

describe.each(Object.entries(around))('%s', (_, pipeline) => {
  const train = [0, 1, 2, 3]

  test('gives features of the planned shape, all finite', async () => {
    const plan = planPreparation(describeData(data).columns, pipeline)
    expect(plan.findings).toEqual([])
    const fitted = await fitPreparation(data, pipeline, train)
    const features = await applyPreparation(data, fitted, [0, 1, 2, 3, 4, 5, 6])
    expect(features.shape).toEqual([7, ...plan.input.shape])
    expect(Array.from(features.data, Number).every(Number.isFinite)).toBe(true)
  })

  test('treats a row alone as it treats it among others', async () => {
    const fitted = await fitPreparation(data, pipeline, train)
    const together = await applyPreparation(data, fitted, [6, 2, 4])
    const alone = await applyPreparation(data, fitted, [2])
    const width = together.data.length / 3
    expect(Array.from(together.data, Number).slice(width, 2 * width)).toEqual(Array.from(alone.data, Number))
  })

  test('what it learns is plain data, and survives being written', async () => {
    const fitted = await fitPreparation(data, pipeline, train)
    const written: unknown = JSON.parse(JSON.stringify(fitted))
    expect(written).toEqual(fitted)
  })
})
