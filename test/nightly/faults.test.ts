// Kills by the dozen: of the coordinator, of workers, of both, at moments spread over a whole run. Every run ends with one digest.
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { randomStream } from '../../runtime/support/random.js'
import { childrenOf, runEverything } from '../support/studies/everything.js'
import { freshFolder, recordsIn, until } from '../support/studies/faulty.js'

test.each([1, 2, 3, 4, 5])(
  'ten kills leave the result as it is (schedule %i)',
  async (schedule) => {
    const random = randomStream('faults', schedule)
    const whole = await runEverything(join(freshFolder(), 'run'), 2).ended
    const directory = join(freshFolder(), 'run')
    for (let kill = 0; kill < 10; kill += 1) {
      const running = runEverything(directory, 1 + random.integer(3))
      const before = recordsIn(directory)
      const isOver = running.ended.then(() => true)
      let over = false
      void isOver.then(() => (over = true))
      await until(() => over || recordsIn(directory) > before + 1 + random.integer(25))
      const workers = childrenOf(running.process)
      if (random.uniform() < 0.5) {
        for (const worker of workers) if (random.uniform() < 0.7) kill9(worker)
      } else {
        running.kill('SIGKILL')
        await running.ended
        continue
      }
      const seen = recordsIn(directory)
      await until(() => over || recordsIn(directory) > seen + random.integer(10))
      running.kill('SIGKILL')
      await running.ended
    }
    expect((await runEverything(directory, 2).ended).digest).toBe(whole.digest)
    expect(whole.digest).toBeDefined()
  },
  900_000,
)

function kill9(worker: number): void {
  try {
    process.kill(worker, 'SIGKILL')
  } catch {
    // It was gone already.
  }
}
