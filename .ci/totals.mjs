// Sums the closing lines of every jest run in a log and prints them as `N passed, N failed`.
import { readFileSync } from 'node:fs'

const text = readFileSync(process.argv[2] ?? '/dev/stdin', 'utf8').replace(/\u001b\[[0-9;]*m/g, '')
const lines = text.split('\n').filter((line) => /^Tests:\s/.test(line))
const sum = (word) =>
  lines.reduce((total, line) => total + Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0), 0)
const skipped = sum('skipped')
process.stdout.write(
  `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
)
