// Several results side by side: what is the same, what differs in how they were made, and what that changed.
import type { Result } from '../../schemas/result.js'
import { evaluationPoolOf } from './looks.js'
import { showFigure, showP } from './numbers.js'
import { columnsOf, type Table } from './table.js'

/** A result with the name under which it is compared (its run directory). */
export interface NamedResult {
  readonly name: string
  readonly result: Result
}

export interface Comparison {
  /** One sentence each: digests, specification, seed, data, numerics. */
  readonly remarks: readonly string[]
  readonly tables: readonly Table[]
}

/** Compares two or more results. */
export function compareResults(results: readonly NamedResult[]): Comparison {
  const tables = [figuresTable(results), claimsTable(results)].filter(({ rows }) => rows.length > 0)
  return { remarks: remarksOn(results), tables }
}

function remarksOn(results: readonly NamedResult[]): readonly string[] {
  const sameResult = groups(results, ({ result_digest }) => result_digest)
  if (sameResult.length === 1) return ['The same result: all digests are equal.']
  const aspects: readonly (readonly [string, (result: Result) => string])[] = [
    ['specification', ({ spec }) => spec.resolved_sha256.slice(0, 12)],
    ['seed', ({ seed }) => String(seed)],
    ['status', ({ status }) => status],
    ['data', ({ data }) => data.map(({ name, digest }) => `${name} ${digest.slice(0, 12)}`).join(', ')],
    ['numerics', ({ environment }) => String(environment['numerics'] ?? 'unknown')],
  ]
  const differing = aspects.flatMap(([aspect, of]) => {
    const found = groups(results, of)
    return found.length === 1
      ? []
      : [
          `Different ${aspect}: ${found.map(([value, names]) => `${names.join(', ')} (${value})`).join('; ')}.`,
        ]
  })
  const equal = sameResult
    .filter(([, names]) => names.length > 1)
    .map(([, names]) => `Equal results: ${names.join(', ')}.`)
  const unexplained =
    'Specification, seed, data and numerics are equal, but the results differ: one of the runs is not exact.'
  return [...equal, ...(differing.length === 0 ? [unexplained] : differing), ...remarkOnPools(results)]
}

/** Figures of runs that were evaluated on different rows are not those of the same question. */
function remarkOnPools(results: readonly NamedResult[]): readonly string[] {
  if (results.some(({ result }) => result.data.length === 0)) return []
  const pools = groups(results, evaluationPoolOf)
  if (pools.length === 1) return ['Evaluated on the same rows: same data, pools, protocol and seed.']
  const named = pools.map(([, names]) => names.join(', ')).join('; ')
  return [
    `Evaluated on different rows, so differences between figures are not those of the methods alone: ${named}.`,
  ]
}

function figuresTable(results: readonly NamedResult[]): Table {
  const names = unique(results.flatMap(({ result }) => Object.keys(result.arms)))
  const rows = names.flatMap((arm) => {
    const metrics = unique(
      results.flatMap(({ result }) => Object.keys(result.arms[arm]?.summary.evaluation ?? {})),
    )
    return metrics.map((metric) => [
      `${arm}, ${metric}`,
      ...results.map(({ result }) => {
        const figure = result.arms[arm]?.summary.evaluation[metric]
        return figure === undefined ? '–' : showFigure(figure)
      }),
    ])
  })
  return {
    title: 'Arms',
    columns: columnsOf(
      'arm, metric',
      results.map(({ name }) => name),
    ),
    rows,
  }
}

function claimsTable(results: readonly NamedResult[]): Table {
  const statements = unique(results.flatMap(({ result }) => result.claims.map(({ statement }) => statement)))
  const rows = statements.map((statement) => [
    statement,
    ...results.map(({ result }) => {
      const claim = result.claims.find((one) => one.statement === statement)
      return claim === undefined ? '–' : `${claim.outcome} (${showP(claim.p_adjusted)})`
    }),
  ])
  return {
    title: 'Claims',
    columns: columnsOf(
      'claim',
      results.map(({ name }) => name),
    ),
    rows,
  }
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]

/** Names of results by a value of theirs, in order of first appearance. */
function groups(
  results: readonly NamedResult[],
  of: (result: Result) => string,
): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, string[]>()
  for (const { name, result } of results) {
    const value = of(result)
    found.set(value, [...(found.get(value) ?? []), name])
  }
  return [...found]
}
