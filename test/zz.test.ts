import { test } from '@jest/globals'
import { randomStream } from '../runtime/support/random.js'
import { studentQuantile } from '../runtime/statistics/student-t.js'
import { testSignFlip } from '../runtime/statistics/sign-flip.js'
import { signFlipInterval } from '../runtime/statistics/sign-flip-interval.js'
import { neededUnits } from '../runtime/statistics/needed-n.js'
import { digestOfBytes } from '../runtime/support/digest.js'
const time = (name: string, n: number, f: (i: number) => void) => { const t = performance.now(); for (let i = 0; i < n; i++) f(i); process.stderr.write(`${name} ${(performance.now() - t) / n * 1000} us\n`) }
test('x', () => {
  const r = randomStream(1)
  const d = [0.1, 0.2, -0.15, 0.3, 0.01, 0.02, -0.1, 0.2]
  time('bits', 100000, () => r.bits())
  time('math', 100000, (i) => Math.abs(i))
  time('stream', 1000, (i) => randomStream(1, i).bits())
  time('digest', 1000, (i) => digestOfBytes('a' + i))
  time('squantile', 100, () => studentQuantile(0.975, 7))
  time('signflip', 1000, () => testSignFlip(d, r))
  time('interval', 1000, () => signFlipInterval(d, 0.95, r))
  time('needed', 100, () => neededUnits({ distance: 0.3, spread: 1, alpha: 0.05, sides: 2, least: 9 }))
})
