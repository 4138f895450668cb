// A program that prints a gigabyte: the run ends, the metric after the flood is read, and the log stays within its limit.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { programProject, resultOf, runProject, trialFolders } from '../support/command-projects.js'

test('a gigabyte of output is read to its end and not kept', async () => {
  const specification = `espalier: 1
name: flood
seed: 1
procedure:
  command: { run: [node, program.mjs, marker, "\${way}"], environment: { FLOOD_MEBIBYTES: 1024 } }
hyperparameters: { way: { choice: [flood] } }
objective: { maximize: accuracy }
budget: { trials: 1 }
resources: { timeout: 10m, memory: 1GiB }
`
  const program = readFileSync(join(import.meta.dirname, '../support/programs/misbehave.mjs'), 'utf8')
  const { folder, remove } = programProject(specification, program)
  expect((await runProject(folder, 'run').ended).exit).toBe(0)
  const { measurements } = resultOf(folder, 'run')
  expect(measurements.map(({ end, value }) => [end, value])).toEqual([
    ['completed', 0.2],
    ['completed', 0.2],
  ])
  for (const each of trialFolders(folder, 'run')) {
    expect(statSync(join(each, 'stdout.log')).size).toBeLessThan(2 ** 24 + 100)
  }
  remove()
}, 900_000)
