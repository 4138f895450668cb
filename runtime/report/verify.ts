// Checking a finished run against itself: digest, files, claims, summaries, each computed again from what is recorded.
// Pure; the caller reads the files and brings the claims' procedure along.
import type { Json } from '../../schemas/json.js'
import type { ClaimResult, Result, ResultMeasurement } from '../../schemas/result.js'
import { canonicalJson } from '../support/canonical-json.js'
import { digestResult } from './result-digest.js'
import { summarizeArm } from './summary.js'

export interface VerifyInput {
  readonly result: Result
  /** SHA-256 of a file of the run directory; undefined where it does not exist. */
  readonly digestOfFile: (file: string) => string | undefined
  /** Concludes the plan's claims again, from rows alone. */
  readonly conclude: (measurements: readonly ResultMeasurement[]) => readonly ClaimResult[]
  /** Rows as the journal has them; compared with the file's where given. */
  readonly recorded?: readonly ResultMeasurement[]
  /** Files that the lock pins, with their digests. */
  readonly pinned?: Readonly<Record<string, string>>
}

/** One thing that was checked. */
export interface Verification {
  readonly check: string
  readonly holds: boolean
  /** What was found, where it does not hold. */
  readonly found?: string
}

/** All checks in order; a run verifies when every one holds. */
export function verifyResult(input: VerifyInput): readonly Verification[] {
  const { result, recorded } = input
  const digest = digestResult(result)
  return [
    verdict('the digest is that of the content', digest === result.result_digest, `computed ${digest}`),
    ...(recorded === undefined
      ? []
      : [
          verdict(
            'measurements are those of the journal',
            same(recorded, result.measurements),
            'the rows differ',
          ),
        ]),
    ...Object.entries(result.arms).map(([arm, { summary }]) => {
      const rows = result.measurements.filter((row) => row.arm === arm)
      const holds = same(summarizeArm(rows, result.objective), summary)
      return verdict(`the summary of arm '${arm}' follows from the measurements`, holds, 'it does not')
    }),
    claimsVerdict(input),
    ...files(input),
  ]
}

function claimsVerdict({ result, conclude }: VerifyInput): Verification {
  const again = conclude(result.measurements)
  const differing = result.claims.filter((claim, index) => !same(claim, again[index])).map(({ id }) => id)
  const holds = again.length === result.claims.length && differing.length === 0
  return verdict(
    'claims follow from the measurements',
    holds,
    `different: ${differing.join(', ') || 'their number'}`,
  )
}

function files({ result, digestOfFile, pinned }: VerifyInput): readonly Verification[] {
  const models = Object.values(result.arms).flatMap(({ model }): readonly (readonly [string, string])[] =>
    model?.file && model.sha256 ? [[model.file, model.sha256]] : [],
  )
  return [...models, ...Object.entries(pinned ?? {})].map(([file, expected]) => {
    const found = digestOfFile(file)
    return verdict(
      `${file} is unchanged`,
      found === expected,
      found === undefined ? 'it is missing' : `sha256 ${found}`,
    )
  })
}

const verdict = (check: string, holds: boolean, found: string): Verification =>
  holds ? { check, holds } : { check, holds, found }

/** Equality of what JSON would hold. */
const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value ?? null)) as Json)
