// Conclusions as test cases: the one place that decides what passed. JUnit, annotations and summary only print them.
import { claimEvidence } from '../../runtime/report/claim-sentence.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { ClaimResult, ResultGuarantee } from '../../schemas/result.js'
import type { Conclusions, FailOn } from './conclusions.js'

/** `failed` is the experiment's answer, `error` means that there is none. */
export type CaseOutcome = 'passed' | 'failed' | 'error' | 'skipped'

/** One test case. */
export interface Case {
  readonly suite: 'claims' | 'guarantees' | 'specifications' | 'execution'
  readonly name: string
  readonly outcome: CaseOutcome
  /** A stable word: the claim's outcome, the guarantee's status, the diagnostic's code. */
  readonly type: string
  readonly message: string
  readonly span?: Span
}

/** Claims, guarantees, specifications and the execution, in this order. */
export function casesOf(conclusions: Conclusions): readonly Case[] {
  const { result, claimSpans, failOn } = conclusions
  return [
    ...(result?.claims ?? []).map((claim) => claimCase(claim, claimSpans.get(claim.id), failOn)),
    ...(result?.guarantees ?? []).map(guaranteeCase),
    ...specificationCases(conclusions),
    ...executionCases(conclusions),
  ]
}

/** Exploratory claims never fail: they were made after the results were seen. */
function claimCase(claim: ClaimResult, span: Span | undefined, failOn: FailOn): Case {
  const fails = claim.outcome === 'refuted' || (claim.outcome === 'undecided' && failOn === 'undecided')
  const failed = claim.exploratory ? 'skipped' : 'failed'
  const outcome = claim.outcome === 'supported' ? 'passed' : fails ? failed : 'skipped'
  const marks = claim.exploratory ? ' (exploratory)' : ''
  return {
    suite: 'claims',
    name: claim.statement,
    outcome,
    type: claim.outcome,
    message: `${claim.outcome}${marks}: ${claimEvidence(claim)}`,
    ...(span === undefined ? {} : { span }),
  }
}

const guaranteeCase = ({ rule, status, because }: ResultGuarantee): Case => ({
  suite: 'guarantees',
  name: rule,
  outcome: status === 'waived' ? 'skipped' : 'passed',
  type: status,
  message: because === null ? status : `${status}: ${because}`,
})

/** Every error is a case; so is every specification without one. */
function specificationCases({ specifications }: Conclusions): readonly Case[] {
  return specifications.flatMap(({ path, diagnostics }): readonly Case[] => {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) return errors.map((error) => errorCase('specifications', error))
    return [{ suite: 'specifications', name: path, outcome: 'passed', type: 'sound', message: 'no errors' }]
  })
}

function executionCases({ failures, interrupted, call }: Conclusions): readonly Case[] {
  const stopped: readonly Case[] =
    interrupted === undefined
      ? []
      : [{ suite: 'execution', name: call, outcome: 'error', type: 'interrupted', message: interrupted }]
  return [...failures.map((error) => errorCase('execution', error)), ...stopped]
}

const errorCase = (
  suite: 'specifications' | 'execution',
  { code, message, hint, span }: Diagnostic,
): Case => ({
  suite,
  name: span === undefined ? code : `${span.file}:${span.start.line}:${span.start.column} ${code}`,
  outcome: 'error',
  type: code,
  message: hint === undefined ? message : `${message} (hint: ${hint})`,
  ...(span === undefined ? {} : { span }),
})
