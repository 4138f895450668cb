import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { table } from '../../../runtime/procedures/table.js'
import type { SearchSpace } from '../../../runtime/space/search-space.js'
import { memoryJournal } from '../../../runtime/store/journal.js'
import type { StudyOutcome } from '../../../runtime/store/state.js'
import { runOn } from '../../../runtime/study/run-experiment.js'
import { tinyPlan } from '../../support/studies/tiny.js'

/** Runs the tiny experiment over a table instead of its formula. */
async function lookUp(
  content: string,
  options: Readonly<Record<string, string | readonly string[]>> = {},
  name = 'table.csv',
): Promise<StudyOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'espalier-table-'))
  writeFileSync(join(root, name), content)
  const space: SearchSpace = {
    hyperparameters: ['x', 'y'].map((choice) => ({
      name: choice,
      value: { open: 'one_of' as const, path: choice, values: [0, 1], ordered: true },
    })),
    training: { definition: table, path: 'train', options: { file: name, ...options } },
    constraints: [],
    facts: {},
  }
  const { experiment, stages } = tinyPlan({ arms: ['baseline'], space, replicates: 1 })
  const { outcome } = await runOn({ experiment, stages }, memoryJournal(), { root })
  return outcome
}

const valueOf = ({ measurements }: StudyOutcome): number | null | undefined => measurements[0]?.value

describe('a table procedure', () => {
  test('finds the row whose columns say what the choices say, however the numbers are written', async () => {
    const outcome = await lookUp('x,y,score,cost\n1,0,0.5,9\n0.0,0e0,0.75,9\n1,1,0.25,9\n')
    expect(outcome.measurements).toEqual([
      expect.objectContaining({ arm: 'baseline', metric: 'score', value: 0.75, end: 'completed', seed: 5 }),
    ])
  })

  test('reads the column of the phase where there is one', async () => {
    const outcome = await lookUp('x,y,tune.score,evaluate.score\n0,0,0.1,0.2\n')
    expect(valueOf(outcome)).toBe(0.2)
  })

  test('lets the training seed pick a repetition, in the order of the column of seeds', async () => {
    // The evaluation seed is 5, and there are three repetitions: the one at place 5 mod 3 = 2.
    const outcome = await lookUp('x,y,run,score\n0,0,12,0.3\n0,0,9,0.2\n0,0,1,0.1\n', { seeds: 'run' })
    expect(valueOf(outcome)).toBe(0.3)
  })

  test('reads rows of the fidelity that was asked for', async () => {
    const outcome = await lookUp('x,y,epoch,score\n0,0,2,0.9\n0,0,1,0.4\n', { fidelity: 'epoch' })
    expect(valueOf(outcome)).toBe(0.4)
  })

  test('reads JSON lines as well', async () => {
    const outcome = await lookUp('{"x":0,"y":0,"score":0.5}\n{"x":1,"y":0,"score":0.6}\n', {}, 'table.jsonl')
    expect(valueOf(outcome)).toBe(0.5)
  })

  test('calls a configuration invalid that has no row, and an empty value diverged', async () => {
    const missing = await lookUp('x,y,score\n1,1,0.5\n')
    expect(missing.measurements[0]).toMatchObject({ value: null, end: 'invalid' })
    const empty = await lookUp('x,y,score\n0,0,\n1,0,0.4\n')
    expect(empty.measurements[0]).toMatchObject({ value: null, end: 'diverged' })
  })

  test('says which columns it has where none is named like a choice', async () => {
    await expect(lookUp('a,b,score\n0,0,0.5\n')).rejects.toMatchObject({
      code: 'table-without-keys',
      hint: 'name columns after x, y',
    })
    await expect(lookUp('x,y,score\n0,0,0.5\n', { keys: ['x', 'z'] })).rejects.toMatchObject({
      code: 'unknown-column',
      hint: "its columns are 'x', 'y', 'score'",
    })
  })
})
