// Which processes belong to a program that was started: its group, its descendants, and, on Linux, whoever carries its mark in the
// environment, because a process can leave its group and its parent behind but seldom changes its environment.
import { readdirSync, readFileSync } from 'node:fs'

interface ProcessEntry {
  readonly id: number
  readonly parent: number
  readonly group: number
  /** A process that has ended and waits for its parent to notice is not running. */
  readonly isEnded: boolean
}

/** What tells the processes of one program from others. */
export interface Family {
  /** The process that was started; it leads a group of its own. */
  readonly leader: number
  /** `NAME=value` of an environment variable that no other program has. */
  readonly mark: string
}

/** Living processes of a family; of the group and descendants only, unless marks are asked for, which takes longer. Empty where there is no `/proc`. */
export function familyMembers({ leader, mark }: Family, lookAtMarks: boolean): readonly number[] {
  const entries = processEntries()
  const members = new Set(
    entries.filter(({ id, group }) => id === leader || group === leader).map(({ id }) => id),
  )
  if (lookAtMarks) for (const { id } of entries) if (!members.has(id) && hasMark(id, mark)) members.add(id)
  for (let before = -1; before !== members.size;) {
    before = members.size
    for (const { id, parent } of entries) if (members.has(parent)) members.add(id)
  }
  members.delete(process.pid)
  return entries.filter(({ id, isEnded }) => members.has(id) && !isEnded).map(({ id }) => id)
}

/** Resident bytes of processes together; pages that they share count for each. */
export const residentBytesOf = (ids: readonly number[]): number =>
  ids.reduce((total, id) => total + residentBytes(id), 0)

/** Whether this system lists its processes in files. */
export const hasProcessFiles = (): boolean => processEntries().length > 0

function processEntries(): readonly ProcessEntry[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? entryOf(Number(name)) : []))
  } catch {
    return []
  }
}

/** The program's name, which stands in parentheses, may hold spaces and parentheses itself. */
function entryOf(id: number): readonly ProcessEntry[] {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'latin1')
    const [state, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return [{ id, parent: Number(parent), group: Number(group), isEnded: state === 'Z' || state === 'X' }]
  } catch {
    return []
  }
}

function hasMark(id: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0').includes(mark)
  } catch {
    return false
  }
}

function residentBytes(id: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'latin1'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}
