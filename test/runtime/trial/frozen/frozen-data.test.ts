// Training on the features of a frozen model: equal to training on features worked out by hand, which are made once and kept.
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ModuleTree } from '../../../../runtime/space/module-tree.js'
import type { PreparedData } from '../../../../runtime/trial/prepared-data.js'
import { readCheckpoint } from '../../../../runtime/trial/checkpoint.js'
import { runFrozen } from '../../../../runtime/trial/frozen/features.js'
import { frozenData } from '../../../../runtime/trial/frozen/frozen-data.js'
import { readFrozen } from '../../../../runtime/trial/frozen/read.js'
import { openSupervised } from '../../../../runtime/trial/supervised.js'
import { frozenProject, frozenUse, rectifier, withRectified } from '../../../support/frozen.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../../support/training.js'

const data = clouds(150)
const use = frozenUse(4)

let project = frozenProject(rectifier(4))
beforeEach(() => {
  project.remove()
  project = frozenProject(rectifier(4))
})
afterEach(() => {
  rmSync(project.directory, { recursive: true, force: true })
})

afterAll(() => project.remove())

const head = sequenceOf({ shape: [8], type: 'real' }, [
  ['affine', { units: 6 }],
  ['relu'],
  ['affine', { units: 3 }],
])
const whole: ModuleTree = { ...head, children: [use, ...head.children], input: use.input }
const training = classification('adam', { learning_rate: 0.01 }, { batch_size: 16, epochs: 3 })
const rows = { train: rowsFrom(0, 100), select: rowsFrom(100, 150) }

/** Counts the runs of models. */
function counted(): { readonly open: () => ReturnType<typeof frozenData>; readonly runs: () => number } {
  let runs = 0
  const run: typeof runFrozen = (...arguments_) => {
    runs += 1
    return runFrozen(...arguments_)
  }
  return { open: () => frozenData(project, run), runs: () => runs }
}

async function train(model: ModuleTree, own: PreparedData, seeds: readonly number[]) {
  const featured = frozenData(project)
  const procedure = openSupervised(
    async (_task, _train, frozen) => (frozen === undefined ? own : featured(own, frozen.use, frozen.onBatch)),
    context,
  )
  const file = (seed: number): string => join(project.root, `${String(seed)}.checkpoint`)
  const outcomes = await procedure.train(
    seeds.map((seed) =>
      requestFor(specifiedAs(model, training), {
        training: `t${String(seed)}`,
        seed,
        rows,
        checkpointOut: file(seed),
      }),
    ),
  )
  await procedure.close()
  const told = outcomes.map(({ end, measurements, message }) => ({ end, measurements, message }))
  const states = await Promise.all(seeds.map(async (seed) => (await readCheckpoint(file(seed))).state))
  return { told, states }
}

describe('a head on frozen features', () => {
  test('is trained as on features by hand, bit for bit, alone and in a population', async () => {
    for (const seeds of [[1], [1, 2, 3]]) {
      const frozen = await train(whole, data, seeds)
      const byHand = await train(head, withRectified(data), seeds)
      expect(frozen.told.map(({ end }) => end)).toEqual(seeds.map(() => 'completed'))
      expect(frozen.told).toEqual(byHand.told)
      expect(frozen.states).toEqual(byHand.states)
    }
  })

  test('says which row has no finite features, and where the layer stands', async () => {
    const broken = (data.features.data as Float32Array).slice()
    broken[4 * 60 + 2] = Number.POSITIVE_INFINITY
    const procedure = openSupervised(async (_task, _train, frozen) => {
      const features = { ...data.features, data: broken }
      return frozenData(project)({ ...data, features }, frozen?.use ?? use, () => undefined)
    }, context)
    const [outcome] = await procedure.train([requestFor(specifiedAs(whole, training), { rows })])
    await procedure.close()
    expect(outcome).toMatchObject({
      end: 'failed',
      message: "'rectified' is Infinity for row 61 of the data (spec.yaml:7:5)",
    })
  })

  test('cannot stand after another layer', async () => {
    const late: ModuleTree = {
      ...whole,
      children: [...sequenceOf(use.input, [['relu']]).children, ...whole.children],
    }
    const procedure = openSupervised(async () => data, context)
    const [outcome] = await procedure.train([requestFor(specifiedAs(late, training), { rows })])
    await procedure.close()
    expect(outcome).toMatchObject({ end: 'invalid', message: "'onnx' does not stand first in the model" })
  })
})

describe('kept features', () => {
  const wait = (): void => undefined

  test('are made once for all readers, and by later processes not at all', async () => {
    const { open, runs } = counted()
    const first = open()
    const results = await Promise.all([first(data, use, wait), first(data, use, wait)])
    expect(new Set(results.map(({ key }) => key)).size).toBe(1)
    expect(results[0]?.features).toBe(results[1]?.features)
    const again = await open()(data, use, wait)
    expect(again.features.data).toEqual(withRectified(data).features.data)
    expect(runs()).toBe(1)
    expect(readdirSync(join(project.directory, 'cache', 'features'))).toEqual([again.key])
  })

  test('need no file where the plan says which it was', async () => {
    const { open, runs } = counted()
    const pinned = frozenUse(4, { sha256: readFrozen('model.onnx', project.root).sha256 })
    await open()(data, pinned, wait)
    rmSync(join(project.root, 'model.onnx'))
    await open()(data, pinned, wait)
    expect(runs()).toBe(1)
  })

  test.each([
    ['another model', () => project.write('model.onnx', rectifier(4, 4)), data, use],
    ['another tensor', () => undefined, data, frozenUse(4, { output: 'both' })],
    ['other examples', () => undefined, { ...clouds(150), key: 'other' }, use],
  ])('are made anew for %s', async (_what, change, others, other) => {
    const { open, runs } = counted()
    const before = await open()(data, use, wait)
    change()
    const after = await open()(others, other, wait)
    expect(after.key).not.toBe(before.key)
    expect(runs()).toBe(2)
  })

  test('are made anew where the file on disk is damaged', async () => {
    const { open, runs } = counted()
    const { key } = await open()(data, use, wait)
    writeFileSync(join(project.directory, 'cache', 'features', key), 'half')
    expect((await open()(data, use, wait)).features.data).toEqual(withRectified(data).features.data)
    expect(runs()).toBe(2)
  })

  test('are waited for while a living process makes them, and made where it died', async () => {
    const { open, runs } = counted()
    const { key } = await open()(data, use, wait)
    const slot = join(project.directory, 'cache', 'features', key)
    rmSync(slot)
    writeFileSync(`${slot}.owner`, `${hostname()} ${String(process.ppid)}`)
    let looks = 0
    await open()(data, use, () => {
      looks += 1
      // No process has this number: the largest on Linux is 2²².
      if (looks === 2) writeFileSync(`${slot}.owner`, `${hostname()} 99999999`)
    })
    expect(looks).toBeGreaterThanOrEqual(2)
    expect(runs()).toBe(2)
  })

  test('are refused where the file is not the one of the plan', async () => {
    const { open } = counted()
    const pinned = frozenUse(4, { sha256: '0'.repeat(64) })
    await expect(open()(data, pinned, wait)).rejects.toMatchObject({ code: 'model-changed' })
  })
})
