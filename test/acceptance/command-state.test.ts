// A program that trains in steps: it leaves its state at each fidelity and goes on from there, through the built execution.
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { OpenProcedure, SegmentOutcome, SegmentRequest } from '../../runtime/procedures/procedure.js'
import type { ProcedureExecution } from '../../runtime/trial/execution.js'

const built = join(import.meta.dirname, '../../dist/runtime/trial/command/command.js')
const project = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-state-')))

const program = `
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const { checkpoint_in, checkpoint_out, fidelity } = JSON.parse(readFileSync(process.env.ESPALIER_TRIAL))
const steps = checkpoint_in === null ? [] : JSON.parse(readFileSync(checkpoint_in + '/steps.json'))
for (let step = fidelity.from + 1; step <= fidelity.to; step += 1) {
  steps.push(step)
  console.log(JSON.stringify({ fidelity: step, loss: 1 / step }))
}
if (checkpoint_out !== null && process.argv[2] === 'keeps') {
  mkdirSync(checkpoint_out)
  writeFileSync(checkpoint_out + '/steps.json', JSON.stringify(steps))
}
console.log(JSON.stringify({ loss: 1 / steps.length, begun_at: fidelity.from, told: process.argv.length }))
`
writeFileSync(join(project, 'steps.mjs'), program)

let opened: OpenProcedure
const progressed: [number, number | undefined][] = []
beforeAll(async () => {
  const { commandExecution } = (await import(built)) as { readonly commandExecution: ProcedureExecution }
  opened = await commandExecution.open({
    experiment: {
      name: 'steps',
      arms: [],
      tasks: [],
      resources: {},
      fidelity: { name: 'steps', from: 1, to: 9 },
    },
    root: project,
    directory: project,
    device: 'cpu',
    metrics: ['loss'],
    progress: (_: string, fidelity: number, metrics: Readonly<Record<string, number>>) =>
      progressed.push([fidelity, metrics['loss']]),
  } as unknown as Parameters<ProcedureExecution['open']>[0])
})
afterAll(() => opened.close())

/** Trains a stretch; states are kept as `<training>-<fidelity>`. */
async function train(training: string, from: number, to: number, keeps = 'keeps'): Promise<SegmentOutcome> {
  const state = (fidelity: number): string => join(project, 'states', `${training}-${fidelity}`)
  const options = { run: ['node', 'steps.mjs', keeps, '--resume', '${checkpoint_in}'] }
  const [outcome] = await opened.train([
    {
      training,
      arm: 'default',
      task: 'steps',
      phase: 'tune',
      specified: { hyperparameters: {}, training: { options } },
      seed: 1,
      rows: {},
      from,
      to,
      maximum: 9,
      ...(from === 0 ? {} : { checkpoint: state(from) }),
      checkpointOut: state(to),
    } as unknown as SegmentRequest,
  ])
  if (outcome === undefined) throw new Error('one request has one outcome')
  return outcome
}

const valueOf = ({ measurements }: SegmentOutcome, name: string): number | undefined =>
  measurements.find(({ metric }) => metric === name)?.value

describe('a program that trains in steps', () => {
  test('goes on from the state that it left, reports every step, and keeps both states', async () => {
    const first = await train('a', 0, 3)
    expect([first.end, valueOf(first, 'loss'), valueOf(first, 'told')]).toEqual(['completed', 1 / 3, 3])
    const second = await train('a', 3, 9)
    expect([second.end, valueOf(second, 'begun_at'), valueOf(second, 'told')]).toEqual(['completed', 3, 5])
    expect(valueOf(second, 'loss')).toBe(1 / 9)
    expect(second.measurements.every(({ fidelity }) => fidelity === 9)).toBe(true)
    const steps = (name: string): unknown =>
      JSON.parse(readFileSync(join(project, 'states', name, 'steps.json'), 'utf8'))
    expect(steps('a-3')).toEqual([1, 2, 3])
    expect(steps('a-9')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    const losses = new Map(progressed)
    expect([...losses.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(losses.get(4)).toBe(0.25)
  })

  test('begins anew where it left none', async () => {
    expect((await train('b', 0, 3, 'forgets')).end).toBe('completed')
    const second = await train('b', 3, 9, 'forgets')
    expect([second.end, valueOf(second, 'begun_at'), valueOf(second, 'loss')]).toEqual([
      'completed',
      0,
      1 / 9,
    ])
  })
})
