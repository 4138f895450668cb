// Ending a program with all that it started: asked first, killed after a grace, until nothing of it is left.
import { setTimeout as wait } from 'node:timers/promises'
import { stopwatch } from '../support/clock.js'
import { familyMembers } from './process-table.js'
import type { Family } from './process-table.js'

/** Milliseconds between two looks. */
const interval = 20

/** Longest time that killed processes get to vanish: one that sleeps in the kernel cannot be helped. */
const patience = 5000

/**
 * Ends every process of a family: SIGTERM, and after `grace` milliseconds SIGKILL; a grace of 0 kills at once.
 * Returns how many were still there after all.
 */
export async function endFamily(family: Family, grace: number): Promise<number> {
  if (grace > 0) {
    signalAll(family, 'SIGTERM')
    const asked = stopwatch()
    while (isAnyLeft(family) && stopwatch() - asked < grace) await wait(interval)
  }
  const killed = stopwatch()
  while (stopwatch() - killed < patience) {
    signalAll(family, 'SIGKILL')
    if (!isAnyLeft(family)) return 0
    await wait(interval)
  }
  return familyMembers(family, true).length
}

function signalAll(family: Family, signal: NodeJS.Signals): void {
  // The group first: it is all that can be reached where processes are not listed.
  for (const target of [-family.leader, ...familyMembers(family, true)]) {
    try {
      process.kill(target, signal)
    } catch {
      // It is gone, which is what was wanted.
    }
  }
}

function isAnyLeft(family: Family): boolean {
  if (familyMembers(family, true).length > 0) return true
  try {
    process.kill(-family.leader, 0)
    return !isListed()
  } catch {
    return false
  }
}

/** With a list of processes at hand, a group that only holds ended ones is no longer there. */
const isListed = (): boolean => process.platform === 'linux'
