// The contract of claim kinds: from paired values to evidence for a statement and for its opposite.
// Which claims form a family, its correction and the outcome are decided in conclude.ts.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { Definition } from '../../schemas/definition.js'
import type { ClaimPair, ClaimResult } from '../../schemas/result.js'
import type { Interval } from '../statistics/test-result.js'
import type { DifferenceTest } from './comparisons/difference-test.js'
import type { RandomStream } from '../support/random.js'

/** What a claim is examined on. */
export interface ClaimSample {
  /** Complete pairs, in a fixed order; `than` is absent for claims about one arm. */
  readonly units: readonly { readonly unit: string; readonly arm: number; readonly than?: number }[]
  readonly direction: 'maximize' | 'minimize'
  readonly test: DifferenceTest
  readonly random: RandomStream
}

/** One side of the evidence. `holds: false` says that the data lean the other way, however small p is. */
export interface Evidence {
  readonly p: number
  readonly holds: boolean
}

/** What examining a claim found, before any correction. */
export interface Examination {
  /** In the metric's unit and sign. */
  readonly estimate: number
  readonly interval: Interval
  readonly pairs: readonly ClaimPair[]
  /** Differences with the sign turned so that positive is good for the arm. */
  readonly oriented: readonly number[]
  readonly supporting: Evidence
  readonly opposing: Evidence
  readonly distribution: ClaimResult['distribution']
  /** For planning: how far the estimate is from the border that decides, and how many tails the test has there. */
  readonly distance: number
  readonly sides: 1 | 2
}

/** A claim kind. */
export interface ClaimDefinition extends Definition {
  readonly role: 'claim'
  /** Level of its test. */
  alpha(claim: ClaimDeclaration): number
  alternative(claim: ClaimDeclaration): ClaimResult['alternative']
  /** Tails of the supporting test: what the least attainable p-value depends on. */
  sides(claim: ClaimDeclaration): 1 | 2
  /** What is wrong with the declaration beyond its schema, in one sentence. */
  refuses(claim: ClaimDeclaration): string | undefined
  examine(claim: ClaimDeclaration, sample: ClaimSample): Examination
}
