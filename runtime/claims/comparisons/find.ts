// Tests by the name that a claim gives after `by:`.
import { PlanError } from '../../../schemas/diagnostic.js'
import type { DifferenceTest } from './difference-test.js'
import * as members from './index.js'

/** All tests by name. */
export const differenceTests: ReadonlyMap<string, DifferenceTest> = new Map(
  Object.values(members).map((member: DifferenceTest) => [member.by, member]),
)

/** @throws PlanError `unknown-test` */
export function differenceTest(by: string): DifferenceTest {
  const found = differenceTests.get(by)
  if (found === undefined) {
    throw new PlanError(
      'unknown-test',
      `a claim is tested by '${by}'; known are ${[...differenceTests.keys()].join(', ')}`,
    )
  }
  return found
}
