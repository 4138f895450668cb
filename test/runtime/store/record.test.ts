import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import Ajv2020 from 'ajv/dist/2020.js'
import { readJournal } from '../../../runtime/store/journal.js'
import type { JournalRecord } from '../../../runtime/store/record.js'
import { faultyDirectory, runFaulty } from '../../support/studies/faulty.js'
import { runTiny } from '../../support/studies/run-tiny.js'

const folder = new URL('../../../schemas/records/', import.meta.url)
const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true })
const validators = new Map(
  readdirSync(folder).map((file) => {
    const schema = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { title: string }
    return [schema.title, ajv.compile(schema)]
  }),
)

function problemsOf(records: readonly JournalRecord[]): readonly string[] {
  return records.flatMap((record) => {
    const { kind } = record
    const validate = validators.get(kind)
    if (validate === undefined) return [`there is no schema of '${kind}'`]
    return validate(record) ? [] : [`${kind}: ${ajv.errorsText(validate.errors)}`]
  })
}

describe('journal records', () => {
  test('of a study without workers obey their schemas', async () => {
    const { records } = await runTiny({ arms: ['climber', 'rungs', 'baseline'], order: 'arrival' })
    expect(problemsOf(records)).toEqual([])
    expect(new Set(records.map(({ kind }) => kind))).toContain('result-observed')
  })

  test('of a study with failing workers obey their schemas', async () => {
    const directory = faultyDirectory({ faults: [[5, 5, 'crash']] })
    await runFaulty(directory, { arms: ['climber'], trials: 3, replicates: 1 })
    const records = readJournal(directory)
    expect(problemsOf(records)).toEqual([])
    const kinds = new Set(records.map(({ kind }) => kind))
    expect(kinds).toContain('segment-dispatched')
    expect(kinds).toContain('worker-lost')
    expect(kinds).toContain('model-exported')
  })
})
