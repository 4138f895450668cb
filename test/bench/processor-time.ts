// The time that benchmarks on a busy machine measure: of the processors, not of the clock.

/** Microseconds that this process has kept processors busy, all its threads together. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
