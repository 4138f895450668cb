// Domains as finite lists of cells, for samplers that count visits: a value a cell, or equally likely stretches.
import type { Domain, Value } from '../space/decision.js'
import { cumulative, domainSize, indexOf, quantile, valueAt } from '../space/domain.js'
import type { RandomStream } from '../support/random.js'

/** A domain cut into cells, in the order of its values. */
export interface Cells {
  readonly count: number
  /** The cell of a member of the domain. */
  readonly cellOf: (value: Value) => number
  /** A random member of a cell. */
  readonly draw: (cell: number, random: RandomStream) => Value
}

/** Cells of a domain: one a value for lists and for at most `limit` integers, else at most `limit` equally likely ones. */
export function cellsOf(domain: Domain, limit: number): Cells {
  if (domain.kind === 'values' || domainSize(domain) <= limit) {
    return {
      count: domainSize(domain),
      cellOf: (value) => Math.max(0, indexOf(domain, value)),
      draw: (cell) => valueAt(domain, cell),
    }
  }
  return domain.kind === 'int' || domain.kind === 'log_int'
    ? integerCells(domain, limit)
    : realCells(domain, limit)
}

function realCells(domain: Parameters<typeof cumulative>[0], limit: number): Cells {
  const cellOf = (value: Value): number =>
    Math.min(limit - 1, Math.max(0, Math.floor(cumulative(domain, Number(value)) * limit)))
  // The smallest share above 0 keeps a normal's first cell finite.
  const share = (random: RandomStream): number => Math.max(random.uniform(), 1e-9)
  return { count: limit, cellOf, draw: (cell, random) => quantile(domain, (cell + share(random)) / limit) }
}

function integerCells(domain: Extract<Domain, { kind: 'int' | 'log_int' }>, limit: number): Cells {
  const starts: number[] = []
  for (let cell = 0; cell < limit; cell += 1) {
    const start = Number(quantile(domain, cell / limit))
    if (start !== starts.at(-1)) starts.push(start)
  }
  const start = (cell: number): number => starts[cell] ?? domain.high + 1
  const cellOf = (value: Value): number => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (start(middle) <= Number(value)) low = middle
      else high = middle
    }
    return low
  }
  const draw = (cell: number, random: RandomStream): Value =>
    start(cell) +
    Math.min(
      start(cell + 1) - start(cell) - 1,
      Math.floor(random.uniform() * (start(cell + 1) - start(cell))),
    )
  return { count: starts.length, cellOf, draw }
}
