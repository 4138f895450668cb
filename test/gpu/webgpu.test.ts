// The WebGPU provider, on a software device if need be: runs only when ESPALIER_TEST_WEBGPU=1, skips visibly otherwise.
// A missing adapter then fails: the point of the suite is that it really ran.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { encodeLoop } from '../../runtime/onnx/loop.js'
import type { Device } from '../../runtime/tensor/graph.js'
import { openSession } from '../../runtime/onnx/session.js'
import { builder } from '../../runtime/tensor/builder.js'
import { hostRandomBits, randomBits, randomUniform } from '../../runtime/tensor/random.js'
import { numbersOf, scalarOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { placementsIn } from '../../runtime/trial/placements.js'
import { openSupervised } from '../../runtime/trial/supervised.js'
import { classifierFeeds, classifierSchedule, classifierStep } from '../support/classifier.js'
import { evaluate } from '../support/tensors.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../support/training.js'

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? describe : describe.skip
const g = builder()
const wave = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Math.sin(index))

async function train(device: Device, steps: number): Promise<readonly number[]> {
  const session = await openSession(encodeLoop({ ...classifierStep(), device }), { device })
  const results = await session.run({ ...classifierFeeds(1), ...classifierSchedule(0, steps) })
  await session.release()
  return results['loss'] === undefined ? [] : numbersOf(results['loss'])
}

onGpu('on WebGPU', () => {
  test('a product of matrices equals the one on the host', async () => {
    const a = g.constant(tensorOf('float32', [17, 33], wave(17 * 33)))
    const b = g.constant(tensorOf('float32', [33, 9], wave(33 * 9)))
    const x = g.input('x', tensorType('float32', []))
    const feeds = { x: scalarOf('float32', 0.5) }
    const product = g.softmax(g.matmul(g.multiply(a, x), b), 1)
    const [host] = await evaluate([product], feeds)
    const [device] = await evaluate([product], feeds, { device: 'webgpu' })
    const wanted = host === undefined ? [] : numbersOf(host)
    const found = device === undefined ? [] : numbersOf(device)
    expect(found.length).toBe(153)
    found.forEach((value, index) => expect(Math.abs(value - (wanted[index] ?? 0))).toBeLessThan(1e-5))
  })

  test('random bits are those of the host, and so are the reals made of them', async () => {
    const seed = g.input('seed', tensorType('uint32', []))
    const step = g.input('step', tensorType('uint32', []))
    const key = { seed, stream: 3, step }
    const values = [randomBits(g, key, [1000]), randomUniform(g, key, [10, 100])]
    const feeds = { seed: scalarOf('uint32', 4123456789), step: scalarOf('uint32', 77) }
    const [bits, reals] = await evaluate(values, feeds, { device: 'webgpu' })
    const wanted = Array.from(hostRandomBits({ seed: 4123456789, stream: 3, step: 77 }, 1000))
    expect(bits === undefined ? [] : numbersOf(bits)).toEqual(wanted)
    expect(reals === undefined ? [] : numbersOf(reals)).toEqual(wanted.map((word) => (word >>> 8) / 2 ** 24))
  })

  test('log-softmax and softplus, written from simpler operators there, equal those of the host', async () => {
    const x = g.input('x', tensorType('float32', [4, 5]))
    const feeds = {
      x: tensorOf(
        'float32',
        [4, 5],
        wave(20).map((value) => 30 * value),
      ),
    }
    const values = [g.logSoftmax(x, -1), g.softplus(x)]
    const host = await evaluate(values, feeds)
    const device = await evaluate(values, feeds, { device: 'webgpu' })
    host.forEach((tensor, place) => {
      const other = device[place]
      const found = other === undefined ? [] : numbersOf(other)
      numbersOf(tensor).forEach((y, index) => {
        expect(Math.abs((found[index] ?? 0) - y)).toBeLessThan(1e-4 * (1 + Math.abs(y)))
      })
    })
  })

  test('a training loop with dropout gives the losses of the host to 1e-3', async () => {
    const [host, device] = [await train('cpu', 15), await train('webgpu', 15)]
    expect(device.length).toBe(15)
    device.forEach((loss, index) => {
      expect(Math.abs(loss - (host[index] ?? 0)) / Math.abs(host[index] ?? 1)).toBeLessThan(1e-3)
    })
  }, 300_000)

  test('convolution, max pooling (overlapping or not) and their gradients equal those of the host', async () => {
    const x = g.input('x', tensorType('float32', [2, 3, 9, 8]))
    const w = g.input('w', tensorType('float32', [4, 3, 3, 3]))
    for (const window of [
      { kernel: [2, 2] },
      { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
      { kernel: [2, 3], strides: [1, 2], dilations: [2, 1], pads: [1, 0, 0, 1] },
    ]) {
      const pooled = g.maxPool(g.conv(x, w, { pads: [1, 1, 1, 1] }), window)
      const values = [pooled, ...gradients(g.reduceSum(g.multiply(pooled, pooled)), [x, w])]
      const feeds = {
        x: tensorOf('float32', [2, 3, 9, 8], wave(432)),
        w: tensorOf('float32', [4, 3, 3, 3], wave(108)),
      }
      const host = await evaluate(values, feeds)
      const device = await evaluate(values, feeds, { device: 'webgpu' })
      host.forEach((tensor, place) => {
        const found = device[place] === undefined ? [] : numbersOf(device[place])
        numbersOf(tensor).forEach((y, index) => {
          expect(Math.abs((found[index] ?? NaN) - y)).toBeLessThan(1e-3 * (1 + Math.abs(y)))
        })
      })
    }
  })

  test('a training leaves word of where its graphs ran: all but bookkeeping on the device', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'espalier-gpu-'))
    const model = sequenceOf({ shape: [4], type: 'real' }, [
      ['affine', { units: 8 }],
      ['relu'],
      ['affine', { units: 3 }],
    ])
    const specified = specifiedAs(model, classification('lion', { learning_rate: 0.01 }, { batch_size: 16 }))
    const data = clouds(64)
    const procedure = openSupervised(() => Promise.resolve(data), { ...context, directory, device: 'webgpu' })
    const rows = { train: rowsFrom(0, 48), measure: rowsFrom(48, 64) }
    const [outcome] = await procedure.train([requestFor(specified, { rows })])
    await procedure.close()
    expect(outcome?.end).toBe('completed')
    const hostOf = Object.fromEntries(
      placementsIn(directory).map(({ graph, device, host }) => [
        graph,
        { device, host: host.map(({ operator, element }) => `${operator} ${element}`) },
      ]),
    )
    expect(hostOf).toEqual({
      evaluation: { device: 'webgpu', host: ['Gather int64'] },
      training: { device: 'webgpu', host: ['Gather int64', 'Identity bool', 'Loop int64'] },
    })
  })
})
