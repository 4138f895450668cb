// What people read: sentences, tables, the HTML page and its pictures.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { claimSentence } from '../../../runtime/report/claim-sentence.js'
import { composeResult } from '../../../runtime/report/result.js'
import { writeHtml } from '../../../runtime/report/writers/html.js'
import { writeMarkdown } from '../../../runtime/report/writers/markdown.js'
import { tableLines, writeText } from '../../../runtime/report/writers/text.js'
import type { ClaimResult, Result } from '../../../schemas/result.js'
import { inventedFacts, inventedOutcome, inventedResult } from '../../support/outcome.js'

const example: ClaimResult = {
  id: 'mcts-random',
  statement: 'mcts better than random on accuracy',
  kind: 'better',
  arm: 'mcts',
  than: 'random',
  on: 'accuracy',
  quantity: 'accuracy',
  phase: 'evaluate',
  direction: 'maximize',
  unit: 'replicates',
  n: 6,
  missing: 0,
  test: 'paired_permutation',
  distribution: 'exact',
  alternative: 'two_sided',
  alpha: 0.05,
  margin: null,
  bound: null,
  estimate: 0.0042,
  effect: { cohens_d: 0.4, superiority: 0.66 },
  ci: { level: 0.95, low: -0.0021, high: 0.0109, method: 'sign_flip' },
  p_raw: 0.3125,
  p_adjusted: 0.3125,
  opposite: { p_raw: 0.3125, p_adjusted: 0.3125 },
  correction: 'holm',
  family_size: 1,
  outcome: 'undecided',
  needs_n: 24,
  exploratory: false,
  note: null,
  pairs: [{ unit: 'replicate 0', arm: 0.95, than: 0.94, difference: 0.01 }],
}

describe('a claim sentence', () => {
  test('says outcome, evidence and what would decide', () => {
    expect(claimSentence(example)).toBe(
      'mcts better than random on accuracy: undecided (p = 0.31, difference +0.42 points [−0.21, 1.09], n = 6; about 24 replicates would decide)',
    )
  })

  test('shows an unbounded interval, a family and an exploratory mark', () => {
    const claim: ClaimResult = {
      ...example,
      ci: { level: 0.95, low: null, high: null, method: 'sign_flip' },
      family_size: 2,
      p_adjusted: 0.625,
      exploratory: true,
      needs_n: null,
    }
    expect(claimSentence(claim)).toBe(
      'mcts better than random on accuracy (exploratory): undecided (p = 0.63 after Holm, difference +0.420 points [−∞, ∞], n = 6; no feasible number would decide)',
    )
  })

  test('keeps the unit of a metric that is no share', () => {
    const claim: ClaimResult = {
      ...example,
      quantity: 'cross_entropy',
      outcome: 'supported',
      p_adjusted: 1e-6,
      needs_n: null,
    }
    expect(claimSentence(claim)).toBe(
      'mcts better than random on accuracy: supported (p < 0.0001, difference +0.0042 [−0.0021, 0.0109], n = 6)',
    )
  })

  test('gives the p-value of the opposite where a one-sided claim is refuted', () => {
    const claim: ClaimResult = {
      ...example,
      outcome: 'refuted',
      alternative: 'one_sided',
      opposite: { p_raw: 0.004, p_adjusted: 0.004 },
      needs_n: null,
    }
    expect(claimSentence(claim)).toContain('refuted (p = 0.004 for the opposite,')
  })

  test('says so when there is no value at all', () => {
    const claim: ClaimResult = {
      ...example,
      n: 0,
      missing: 6,
      estimate: null,
      ci: null,
      pairs: [],
      needs_n: null,
      note: '6 of 6 units lack a value',
    }
    expect(claimSentence(claim)).toBe(
      'mcts better than random on accuracy: undecided (no value, n = 0; 6 of 6 units lack a value)',
    )
  })
})

describe('plain text', () => {
  test('ends with the digest as its last line, waivers first', () => {
    const result = inventedResult()
    const lines = writeText(result).trimEnd().split('\n')
    expect(lines.at(-1)).toBe(`result ${result.result_digest}`)
    expect(lines[0]).toMatch(/^warning: The rule “overlapping-rows” was waived/)
    expect(lines.filter((line) => /(supported|refuted|undecided) \(/.test(line))).toHaveLength(5)
  })

  test('aligns columns by characters', () => {
    const lines = tableLines({
      title: '',
      columns: [
        { title: 'arm', align: 'left' },
        { title: 'x', align: 'right' },
      ],
      rows: [
        ['µ–net', '1'],
        ['b', '−22'],
      ],
    })
    expect(lines).toEqual(['arm      x', 'µ–net    1', 'b      −22'])
  })
})

const named = (name: string): Result => {
  const outcome = inventedOutcome()
  const rename = <T extends { readonly arm: string }>(one: T): T =>
    one.arm === 'mcts' ? { ...one, arm: name } : one
  return composeResult(
    {
      ...outcome,
      name,
      arms: outcome.arms.map((arm) => (arm === 'mcts' ? name : arm)),
      measurements: outcome.measurements.map(rename),
      selected: outcome.selected.map((one) => ({ ...rename(one), configuration: { [name]: name } })),
    },
    inventedFacts({
      claims: inventedFacts().claims.map((claim) => ({
        ...claim,
        statement: name,
        note: name,
        quantity: name,
      })),
      guarantees: [{ rule: name, status: 'waived', because: name }],
      environment: { [name]: name },
    }),
  )
}

/** Names of all elements of a page, as a browser's tokenizer would find them. */
const elementsOf = (page: string): readonly string[] => [
  ...new Set(
    [...page.replace(/<style>[^<]*<\/style>/, '').matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(
      ([, name]) => name ?? '',
    ),
  ),
]

describe('the HTML report', () => {
  const page = writeHtml(inventedResult())

  test('asks nothing of anyone: no script, no link, no address, and a policy that forbids them', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|https?:/i)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  test('has its sections in order, warnings at the top', () => {
    const sections = [...page.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id)
    expect(sections).toEqual([
      'warnings',
      'claims',
      'arms',
      'search',
      'selected',
      'guarantees',
      'run',
      'environment',
    ])
  })

  test('gives every picture a title and a description, and every table a caption and headers', () => {
    const pictures = [...page.matchAll(/<svg [^>]*role="img" aria-labelledby="([^" ]+) ([^" ]+)"/g)]
    expect(pictures).toHaveLength(6)
    const identifiers = pictures.flatMap(([, title, description]) => [title, description])
    expect(new Set(identifiers).size).toBe(12)
    for (const id of identifiers) expect(page).toContain(`id="${id}"`)
    const tables = page.match(/<table>/g)?.length
    expect(page.match(/<caption/g)?.length).toBe(tables)
    expect(page).toContain('scope="col"')
  })

  test('shows as many dots as a claim has pairs', () => {
    expect(page.match(/<circle/g)).toHaveLength(5 * 6)
  })

  test('draws finite coordinates only', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('lets no text become markup', () => {
    const allowed = elementsOf(page)
    const hostile = fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '</title></style><b>',
      ']]> <!-- & &amp; --><svg onload=x>',
      '\u2028`${x}`__proto__',
    )
    const property = fc.property(fc.oneof(hostile, fc.string({ minLength: 1 })), (name) => {
      const built = writeHtml(named(name))
      expect(allowed).toEqual(expect.arrayContaining([...elementsOf(built)]))
      expect(built).not.toMatch(/<[^>]*\son[a-z]+\s*=/i)
    })
    fc.assert(property, { seed: 11, numRuns: 40 })
  })

  test('survives a run without claims, searches or values', () => {
    const outcome = inventedOutcome()
    const result = composeResult(
      { ...outcome, measurements: [], selected: [], status: 'failed', message: 'out of memory' },
      inventedFacts({ claims: [] }),
    )
    expect(writeHtml(result)).toContain('The run is failed: out of memory.')
  })
})

describe('Markdown', () => {
  test('escapes what would be markup', () => {
    const text = writeMarkdown(named('a|b <b>*x*</b> [l](u)'))
    expect(text).not.toMatch(/<b>|\[l\]\(u\)/)
    expect(text).toContain('a\\|b &lt;b&gt;\\*x\\*')
  })
})
