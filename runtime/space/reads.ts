// Which names were read while something was worked out: what a kept result depends on.
import { recording } from './scope.js'
import type { Watch } from './scope.js'

/** Attributes reads to whatever is being worked out, and to everything around it. */
export interface ReadTracker {
  /** Wraps scopes handed to expressions. */
  readonly watch: Watch
  /** Adds to `reads` what `work` reads, and to what surrounds it too. */
  within<T>(reads: Set<string>, work: () => T): T
  /** Notes names that an earlier result depended on. */
  note(names: Iterable<string>): void
}

/** A tracker; reads outside any `within` go to `all`. */
export function trackReads(all: Set<string>): ReadTracker {
  const open: Set<string>[] = [all]
  const note = (names: Iterable<string>): void => {
    const innermost = open.at(-1)
    if (innermost !== undefined) for (const name of names) innermost.add(name)
  }
  return {
    watch: recording({ add: (name) => note([name]) }),
    note,
    within: (reads, work) => {
      const own = new Set<string>()
      open.push(own)
      try {
        return work()
      } finally {
        open.pop()
        for (const name of own) reads.add(name)
        note(own)
      }
    },
  }
}
