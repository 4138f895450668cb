// What workers leave about where graphs ran, and what a result makes of it.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { PlacedNode } from '../../../runtime/onnx/placement.js'
import { placementFacts, placementOf, placementsIn, traceOf } from '../../../runtime/trial/placements.js'
import { openTraining } from '../../../runtime/trial/training-session.js'
import { jobOf } from '../../../runtime/trial/job.js'
import { startMember } from '../../../runtime/trial/member.js'
import {
  classification,
  clouds,
  requestFor,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

const node = (operator: string, provider: string, ...inputs: readonly string[]): PlacedNode => ({
  name: operator,
  operator,
  provider,
  inputs,
  outputs: [],
  runs: 1,
  microseconds: 1,
})

const nodes = [
  node('Gemm', 'webgpu', 'float'),
  node('Relu', 'webgpu', 'float'),
  node('MemcpyFromHost', 'webgpu', 'int64'),
  node('Equal', 'cpu', 'int64', 'int64'),
  node('Equal', 'cpu', 'int64', 'int64'),
  node('Loop', 'cpu'),
]

const scratch = (): string => mkdtempSync(join(tmpdir(), 'espalier-placements-'))

describe('the placement of a graph', () => {
  test('counts nodes by provider, copies apart, and names what ran on the host', () => {
    expect(placementOf('training', 'webgpu', nodes)).toEqual({
      graph: 'training',
      device: 'webgpu',
      nodes: { cpu: 3, webgpu: 2 },
      copies: 1,
      host: [
        { operator: 'Equal', element: 'int64', nodes: 2 },
        { operator: 'Loop', element: '', nodes: 1 },
      ],
    })
  })

  test('is not traced on the cpu', () => {
    expect(traceOf({ directory: scratch(), device: 'cpu' }, 'training', 'a')).toBeUndefined()
  })

  test('is left in the run directory, one file a structure, and graphs alike are one row of the result', () => {
    const directory = scratch()
    const context = { directory, device: 'webgpu' } as const
    for (const structure of ['a', 'b', 'b']) traceOf(context, 'training', structure)?.tell(nodes)
    traceOf(context, 'evaluation', 'a')?.tell(nodes.slice(0, 2))
    writeFileSync(join(directory, 'placements', 'training-0.123.json_2026.json'), 'what a killed worker left')
    expect(placementsIn(directory)).toHaveLength(3)
    expect(placementFacts(directory)).toEqual({
      placements: [
        {
          graph: 'evaluation',
          device: 'webgpu',
          graphs: 1,
          nodes: 2,
          on_device: 2,
          copies: 0,
          host: [],
        },
        {
          graph: 'training',
          device: 'webgpu',
          graphs: 2,
          nodes: 10,
          on_device: 4,
          copies: 2,
          host: ['Equal (int64)', 'Loop'],
        },
      ],
    })
  })

  test('is no fact of a run on the cpu', () => {
    expect(placementFacts(scratch())).toEqual({})
  })
})

test('a traced training has the bits of another, and one step of it is traced', async () => {
  const model = sequenceOf({ shape: [4], type: 'real' }, [
    ['affine', { units: 8 }],
    ['dropout', { rate: 0.2 }],
    ['relu'],
    ['affine', { units: 3 }],
  ])
  const specified = specifiedAs(model, classification('adam', { learning_rate: 0.02 }, { batch_size: 8 }))
  const rows = rowsFrom(0, 64)
  const job = jobOf(requestFor(specified, { rows: { train: rows } }), clouds(64), {
    directionOf: () => 'maximize',
    observed: [],
  })
  const told: (readonly PlacedNode[])[] = []
  const trace = {
    prefix: join(scratch(), 'run'),
    tell: (found: readonly PlacedNode[]): void => void told.push(found),
  }
  const train = async (traced: boolean) => {
    const session = await openTraining(job.recipe, 2, { device: 'cpu' }, traced ? trace : undefined)
    const member = await startMember(job, session.slots)
    const chunk = {
      members: [member, member],
      rows: [Int32Array.from(rows), Int32Array.from(rows).reverse()],
      first: 0,
      step: 0,
    }
    const first = await session.run({
      ...chunk,
      steps: 5,
      state: session.stack([member.state, member.state]),
    })
    const second = await session.run({ ...chunk, first: 5, steps: 3, state: first.state })
    await session.release()
    return [...first.losses, ...second.losses, ...second.state.flatMap((values) => [...values])]
  }
  expect(await train(true)).toEqual(await train(false))
  expect(told.map((found) => found.find(({ operator }) => operator === 'Loop')?.runs)).toEqual([1])
  expect(told[0]?.every(({ runs }) => runs === 1)).toBe(true)
})
