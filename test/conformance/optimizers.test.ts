// What every optimizer of the catalogue owes: a training has the same bits alone and in any slot of a population of any width,
// going on from a checkpoint equals training straight through, and hyperparameters are fed, never built in.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as optimizers from '../../runtime/model/optimizers/index.js'
import type { Optimizer } from '../../runtime/model/optimizers/optimizer.js'
import { recipeOf } from '../../runtime/model/recipe.js'
import { scaleOptions } from '../../runtime/model/scalars.js'
import { trainingStructure } from '../../runtime/model/structure.js'
import type { SegmentRequest } from '../../runtime/procedures/procedure.js'
import { digestOfBytes } from '../../runtime/support/digest.js'
import { encodeCheckpoint, readCheckpoint } from '../../runtime/trial/checkpoint.js'
import { openSupervised } from '../../runtime/trial/supervised.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../support/training.js'

const data = clouds(48)
const model = sequenceOf(data.input, [['affine', { units: 5 }], ['relu'], ['affine', { units: 3 }]])
const kinds = Object.keys(optimizers) as readonly (keyof typeof optimizers)[]

/** Digests of the checkpoints that the requests leave, in their order. */
async function digestsOf(
  requests: readonly Omit<SegmentRequest, 'checkpointOut'>[],
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-optimizers-'))
  const procedure = openSupervised(() => Promise.resolve(data), context)
  const paths = requests.map((_, index) => join(folder, String(index)))
  await procedure.train(requests.map((request, index) => ({ ...request, checkpointOut: paths[index] ?? '' })))
  await procedure.close()
  return Promise.all(paths.map(async (path) => digestOfBytes(encodeCheckpoint(await readCheckpoint(path)))))
}

const requestWith = (kind: keyof typeof optimizers, learningRate: number, seed: number): SegmentRequest =>
  requestFor(
    specifiedAs(model, classification(kind, { learning_rate: learningRate }, { batch_size: 8, epochs: 2 })),
    {
      rows: { train: rowsFrom(0, 40), select: rowsFrom(40, 48) },
      seed,
      training: `${kind} ${String(learningRate)} ${String(seed)}`,
    },
  )

describe.each(kinds)('%s', (kind) => {
  const requests = [0.001, 0.01, 0.03, 0.003, 0.02].map((rate, index) => requestWith(kind, rate, index + 1))

  test('gives a training the same bits alone, in company, and in another slot', async () => {
    const alone = (await Promise.all(requests.map((request) => digestsOf([request])))).flat()
    expect(await digestsOf(requests)).toEqual(alone)
    expect(await digestsOf([...requests].reverse())).toEqual([...alone].reverse())
    expect(await digestsOf(requests.slice(0, 3))).toEqual(alone.slice(0, 3))
    expect(new Set(alone).size).toBe(alone.length)
  })

  test('goes on from a checkpoint as if it had never stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'espalier-optimizers-'))
    const [request] = requests
    if (request === undefined) throw new Error('no request')
    const half = join(folder, 'half')
    const procedure = openSupervised(() => Promise.resolve(data), context)
    await procedure.train([{ ...request, to: 0.5, checkpointOut: half }])
    await procedure.close()
    expect(await digestsOf([{ ...request, from: 0.5, checkpoint: half }])).toEqual(await digestsOf([request]))
  })

  test('has one structure for all values of its scales but zero', () => {
    const definition: Optimizer = optimizers[kind]
    const structure = (options: Record<string, number | readonly number[]>): string =>
      trainingStructure(recipeOf(specifiedAs(model, classification(kind, options)), 40))
    const values = (share: number) =>
      Object.fromEntries(
        scaleOptions(definition).map((name) => [
          name,
          Array.isArray(definition.options[name]?.['default']) ? [share, share] : share,
        ]),
      )
    expect(structure(values(0.25))).toBe(structure(values(0.5)))
  })
})
