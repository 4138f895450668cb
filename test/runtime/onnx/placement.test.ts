// Where nodes run, from profiles that ONNX Runtime really writes, and from one of another provider.
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { encodeLoop } from '../../../runtime/onnx/loop.js'
import type { PlacedNode } from '../../../runtime/onnx/placement.js'
import { placedNodes, takeProfiles } from '../../../runtime/onnx/placement.js'
import { openSession } from '../../../runtime/onnx/session.js'
import { runTraced } from '../../../runtime/onnx/traced-run.js'
import { classifierFeeds, classifierSchedule, classifierStep } from '../../support/classifier.js'

const model = encodeLoop(classifierStep())
const feeds = { ...classifierFeeds(1), ...classifierSchedule(0, 3) }
const scratch = (): string => mkdtempSync(join(tmpdir(), 'espalier-placement-'))

/** One event of a profile. */
const event = (name: string, operator: string, provider: string, elements: readonly string[]) => ({
  cat: 'Node',
  name: `${name}_kernel_time`,
  dur: 5,
  args: {
    op_name: operator,
    provider,
    input_type_shape: elements.map((element) => ({ [element]: [2] })),
    output_type_shape: [{ bool: [2] }],
  },
})

describe('a traced run', () => {
  test('names the provider of every node, each once however often the loop ran it', async () => {
    const { results, nodes } = await runTraced(model, feeds)
    expect(results['loss']?.shape).toEqual([3])
    expect(new Set(nodes.map(({ provider }) => provider))).toEqual(new Set(['cpu']))
    expect(nodes.filter(({ operator }) => operator === 'Loop')).toMatchObject([{ name: 'loop', runs: 1 }])
    expect(nodes.find(({ name }) => name === 'step of rate')).toMatchObject({ operator: 'Gather', runs: 3 })
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length)
  })

  test('ends with the first run, and its profile is gone', async () => {
    const folder = scratch()
    const told: (readonly PlacedNode[])[] = []
    const trace = {
      prefix: join(folder, 'run'),
      tell: (nodes: readonly PlacedNode[]) => void told.push(nodes),
    }
    const session = await openSession(model, { trace })
    expect(readdirSync(folder)).toHaveLength(1)
    const first = await session.run(feeds)
    expect(readdirSync(folder)).toEqual([])
    const second = await session.run(feeds)
    await session.release()
    expect(second['loss']?.data).toEqual(first['loss']?.data)
    expect(told).toHaveLength(1)
  })

  test('tells nothing of a session that never ran, and leaves no profile', async () => {
    const folder = scratch()
    const told: (readonly PlacedNode[])[] = []
    const trace = {
      prefix: join(folder, 'run'),
      tell: (nodes: readonly PlacedNode[]) => void told.push(nodes),
    }
    const session = await openSession(model, { trace })
    await session.release()
    expect(told).toEqual([[]])
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a profile', () => {
  test('tells device and host apart, and gives what is no provider of ours as it is', () => {
    const events = [
      { cat: 'Session', name: 'session_initialization', dur: 1, args: {} },
      event('equal#1', 'Equal', 'CPUExecutionProvider', ['int64', 'int64']),
      event('equal#1', 'Equal', 'CPUExecutionProvider', ['int64', 'int64']),
      event('less#2', 'Less', 'WebGpuExecutionProvider', ['float', 'float']),
      event('less#3', 'Less', 'CUDAExecutionProvider', ['float', 'float']),
      event('less#4', 'Less', 'DmlExecutionProvider', []),
    ]
    const outputs = ['bool']
    expect(placedNodes(JSON.stringify(events))).toEqual([
      {
        name: 'equal#1',
        operator: 'Equal',
        provider: 'cpu',
        inputs: ['int64', 'int64'],
        outputs,
        runs: 2,
        microseconds: 10,
      },
      {
        name: 'less#2',
        operator: 'Less',
        provider: 'webgpu',
        inputs: ['float', 'float'],
        outputs,
        runs: 1,
        microseconds: 5,
      },
      {
        name: 'less#3',
        operator: 'Less',
        provider: 'cuda',
        inputs: ['float', 'float'],
        outputs,
        runs: 1,
        microseconds: 5,
      },
      {
        name: 'less#4',
        operator: 'Less',
        provider: 'DmlExecutionProvider',
        inputs: [],
        outputs,
        runs: 1,
        microseconds: 5,
      },
    ])
  })

  test('that was cut short tells nothing, and is deleted; what is no list is an error of ours', () => {
    const folder = scratch()
    writeFileSync(join(folder, 'run_1.json'), JSON.stringify([event('a', 'Add', 'x', [])]).slice(0, 30))
    writeFileSync(join(folder, 'other_1.json'), '')
    expect(takeProfiles(join(folder, 'run'))).toEqual([])
    expect(readdirSync(folder)).toEqual(['other_1.json'])
    expect(() => placedNodes('{}')).toThrow(InvariantError)
  })
})
