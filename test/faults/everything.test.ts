import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { childrenOf, runEverything } from '../support/studies/everything.js'
import { freshFolder, recordsIn, until } from '../support/studies/faulty.js'

/** A run directory of its own in a folder of its own, so that nothing can be reused. */
const fresh = (): string => join(freshFolder(), 'run')

describe('a study with an adaptive sampler, early stopping, dropout and fused trainings', () => {
  test('gives one digest: with one worker, with three, and after kills of a worker and of the coordinator', async () => {
    const whole = await runEverything(fresh(), 1).ended
    expect(whole.digest).toBeDefined()
    expect((await runEverything(fresh(), 3).ended).digest).toBe(whole.digest)

    const directory = fresh()
    const first = runEverything(directory, 2)
    await until(() => recordsIn(directory) > 40)
    for (const worker of childrenOf(first.process)) process.kill(worker, 'SIGKILL')
    await until(() => recordsIn(directory) > 90)
    first.kill('SIGKILL')
    expect((await first.ended).digest).toBeUndefined()
    expect(existsSync(join(directory, 'result.json'))).toBe(false)
    expect((await runEverything(directory, 1).ended).digest).toBe(whole.digest)
  }, 300_000)
})
