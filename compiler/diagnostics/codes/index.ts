// Every code with its page; `espalier explain` prints it. A test holds this list and the codes in use equal.
import { code } from './code.js'
import type { CodeEntry, CodeGroup } from './code-entry.js'
import { data } from './data.js'
import { leaks } from './leaks.js'
import { reading } from './reading.js'
import { rules } from './rules.js'
import { space } from './space.js'
import { structure } from './structure.js'

const groups: readonly CodeGroup[] = [reading, code, structure, rules, space, leaks, data]

/** Entries by code. */
export const codes: ReadonlyMap<string, CodeEntry> = new Map(groups.flatMap((group) => Object.entries(group)))
