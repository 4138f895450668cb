// Two ways to say "this cannot happen".
import { InvariantError } from '../../schemas/diagnostic.js'

/** Throws {@link InvariantError} unless `condition` holds: our bug, never the user's. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === undefined || condition === null) throw new InvariantError(message)
}

/** Ends a switch over a union: a new member fails to compile there. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable variant ${JSON.stringify(value)}`)
}
