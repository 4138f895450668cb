// The only place that reads a clock. What it returns may be measured and shown, never decide.

/** Milliseconds since the epoch. */
export const wallClock = (): number => Date.now()

/** Monotonic milliseconds, for durations. */
export const stopwatch = (): number => performance.now()

/** A time of the wall clock as ISO 8601, in UTC. */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString()
