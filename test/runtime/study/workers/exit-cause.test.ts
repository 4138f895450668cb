import { describe, expect, test } from '@jest/globals'
import { exitCauseOf, residentBytes } from '../../../../runtime/study/workers/exit-cause.js'
import type { ExitFacts } from '../../../../runtime/study/workers/exit-cause.js'

const facts = (some: Partial<ExitFacts>): ExitFacts => ({
  code: null,
  signal: null,
  errors: '',
  memoryKills: 0,
  ...some,
})

describe('the cause of an exit', () => {
  test.each([
    [{ signal: 'SIGKILL', killedFor: 'timed_out' }, 'timed_out'],
    [{ signal: 'SIGKILL', memoryKills: 1 }, 'out_of_memory'],
    [{ signal: 'SIGKILL' }, 'signal'],
    [{ signal: 'SIGTERM' }, 'signal'],
    [{ code: 137 }, 'signal'],
    [{ signal: 'SIGSEGV' }, 'crash'],
    [{ code: 70 }, 'crash'],
    [
      { signal: 'SIGABRT', errors: 'FATAL ERROR: Reached heap limit, JavaScript heap out of memory' },
      'out_of_memory',
    ],
    [{ signal: 'SIGABRT', errors: "terminate called after throwing 'std::bad_alloc'" }, 'out_of_memory'],
    [{ signal: 'SIGABRT', errors: 'assertion failed' }, 'crash'],
  ] as const)('%j is %s', (some, cause) => {
    expect(exitCauseOf(facts(some))).toBe(cause)
  })

  test('memory of a process is read from outside it', () => {
    expect(residentBytes(process.pid)).toBeGreaterThan(10 << 20)
    expect(residentBytes(2 ** 22 + 1)).toBeUndefined()
  })
})
