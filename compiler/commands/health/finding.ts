// What `espalier doctor` says about one thing.

/** `missing` is something one can do without, `warning` something that works but may disappoint, `broken` stops every run. */
export type Health = 'ok' | 'missing' | 'warning' | 'broken'

/** One line of the examination; what is not in order has a cure. */
export type Finding = {
  readonly what: string
  readonly detail: string
} & ({ readonly health: 'ok' } | { readonly health: Exclude<Health, 'ok'>; readonly cure: string })

/** Bytes as people read them. */
export const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)
