// Findings as GitLab's code quality report: the subset of Code Climate's format that merge requests show.
import { createHash } from 'node:crypto'
import type { Diagnostic, Severity } from '../../schemas/diagnostic.js'
import type { JsonObject } from '../../schemas/json.js'

/** One entry a finding that has a place; a fingerprint holds no line, so moving a finding does not make it new. */
export function toCodeQuality(diagnostics: readonly Diagnostic[]): readonly JsonObject[] {
  const seen = new Map<string, number>()
  return diagnostics.flatMap(({ code, severity, message, hint, span }) => {
    if (span === undefined) return []
    const identity = JSON.stringify([span.file, code, message])
    const copy = seen.get(identity) ?? 0
    seen.set(identity, copy + 1)
    return [
      {
        description: hint === undefined ? message : `${message} Hint: ${hint}`,
        check_name: code,
        fingerprint: createHash('sha256').update(`${identity}${copy}`).digest('hex'),
        severity: severities[severity],
        location: { path: span.file, lines: { begin: span.start.line } },
      },
    ]
  })
}

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', note: 'info' }
