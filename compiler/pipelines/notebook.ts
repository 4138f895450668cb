// Collects what a command concludes while it works, so that files for pipelines can be written however it ends.
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { Result } from '../../schemas/result.js'
import type { Conclusions, SpecificationFindings } from './conclusions.js'

/** A claim and where it stands. */
interface PlacedClaim {
  readonly id: string
  readonly span: Span
}

/** What a command writes down. Files of spans are relative to `root`. */
export interface Notebook {
  readonly specification: (root: string, path: string, diagnostics: readonly Diagnostic[]) => void
  readonly failure: (root: string, failure: Diagnostic) => void
  readonly claims: (root: string, claims: readonly PlacedClaim[]) => void
  /** A finished run and its report. */
  readonly result: (result: Result, report: string) => void
  readonly interrupted: (how: string) => void
}

/** What was noted. */
export type Noted = Pick<
  Conclusions,
  'specifications' | 'failures' | 'claimSpans' | 'result' | 'interrupted'
> & { readonly report?: string }

/** Names a file of a project as the reader of the notes does. */
export type Place = (root: string, file: string) => string

/** An empty notebook, and how to read it. */
export function createNotebook(place: Place): {
  readonly notebook: Notebook
  readonly noted: () => Noted
} {
  const specifications: SpecificationFindings[] = []
  const failures: Diagnostic[] = []
  const claimSpans = new Map<string, Span>()
  let ended: Pick<Noted, 'result' | 'report' | 'interrupted'> = {}
  const notebook: Notebook = {
    specification: (root, path, diagnostics) =>
      void specifications.push({
        path: place(root, path),
        diagnostics: diagnostics.map((each) => placed(root, each, place)),
      }),
    failure: (root, failure) => void failures.push(placed(root, failure, place)),
    claims: (root, claims) =>
      claims.forEach(({ id, span }) => claimSpans.set(id, placedSpan(root, span, place))),
    result: (result, report) => {
      ended = { result, report }
    },
    interrupted: (how) => {
      ended = { interrupted: how }
    },
  }
  return { notebook, noted: () => ({ specifications, failures, claimSpans, ...ended }) }
}

const placed = (root: string, finding: Diagnostic, place: Place): Diagnostic => ({
  ...finding,
  ...(finding.span === undefined ? {} : { span: placedSpan(root, finding.span, place) }),
  ...(finding.related === undefined
    ? {}
    : { related: { ...finding.related, span: placedSpan(root, finding.related.span, place) } }),
})

/** An override is no file: `--set` stays as it is. */
const placedSpan = (root: string, span: Span, place: Place): Span =>
  span.file.startsWith('--') ? span : { ...span, file: place(root, span.file) }
