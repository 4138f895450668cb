// The program that papers/llm-inference-tuning.yaml runs and the table that its replay reads: do they say what the specifications expect?
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { hasDigits } from '../support/digits.js'
import { repository } from '../support/compile-specification.js'

const papers = join(repository, 'specs/papers')

/** One measurement. */
function measure(...words: readonly string[]) {
  const out = execFileSync(
    process.execPath,
    [join(papers, 'llm-inference-tuning.mjs'), '--seconds', '0.02', ...words],
    { encoding: 'utf8' },
  )
  return JSON.parse(out) as {
    readonly throughput: number
    readonly latency_p95_ms: number
    readonly accuracy: number
  }
}

const withDigits = hasDigits ? test : test.skip

withDigits('settings do not change what the network answers', () => {
  const single = measure('--batch', '1', '--intra-threads', '1')
  const many = measure(
    ...['--batch', '300', '--intra-threads', '1', '--execution', 'parallel', '--inter-threads', '2'],
    ...['--optimization', 'disabled', '--arena', 'false', '--memory-pattern', 'false'],
  )
  for (const { throughput, latency_p95_ms: latency, accuracy } of [single, many]) {
    expect(throughput).toBeGreaterThan(0)
    expect(latency).toBeGreaterThan(0)
    // A thousand digits, half of which it was trained on: far from chance, far from perfect.
    expect(accuracy).toBeGreaterThan(0.8)
  }
  expect(many.accuracy).toBe(single.accuracy)
})

/** A configuration of the recorded table. */
interface Recorded {
  readonly batch: number
  readonly intra_threads: number
  readonly optimization: string
  readonly arena: boolean
  readonly throughput: number
}

function readTable(): readonly Recorded[] {
  const lines = readFileSync(join(papers, 'llm-inference-tuning.csv'), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => {
    const [batch, threads, optimization = '', arena, throughput] = line.split(',')
    return {
      batch: Number(batch),
      intra_threads: Number(threads),
      optimization,
      arena: arena === 'true',
      throughput: Number(throughput),
    }
  })
}

test('the settings that are moved from one number of threads to the other are the fastest of the table', () => {
  const text = readFileSync(join(papers, 'llm-inference-tuning-moved.yaml'), 'utf8')
  for (const [own, other, threads] of [
    ['one_tuned', 'two_moved', 1],
    ['two_tuned', 'one_moved', 2],
  ] as const) {
    const rows = readTable().filter((row) => row.intra_threads === threads)
    const fastest = rows.reduce((best, row) => (row.throughput > best.throughput ? row : best))
    const written = (on: number): string =>
      `batch: ${fastest.batch}, intra_threads: ${on}, optimization: ${fastest.optimization}, arena: ${fastest.arena}`
    expect(text).toContain(`${own}: { fixed: { ${written(threads)} } }`)
    expect(text).toContain(`${other}: { fixed: { ${written(3 - threads)} } }`)
  }
})

test('the recorded table has every configuration of the replay once, with its median between least and greatest', () => {
  const lines = readFileSync(join(papers, 'llm-inference-tuning.csv'), 'utf8').trim().split('\n').slice(1)
  const keys = lines.map((line) => line.split(',').slice(0, 4).join(','))
  expect(new Set(keys).size).toBe(160)
  for (const line of lines) {
    const [median = NaN, least = NaN, greatest = NaN] = line.split(',').slice(4).map(Number)
    expect(least).toBeLessThanOrEqual(median)
    expect(median).toBeLessThanOrEqual(greatest)
  }
  const best = Math.max(...lines.map((line) => Number(line.split(',')[4])))
  const text = readFileSync(join(papers, 'llm-inference-tuning-replay.yaml'), 'utf8')
  const threshold = Number(/threshold: (\d+)/.exec(text)?.[1])
  expect(threshold / best).toBeCloseTo(0.95, 3)
})
