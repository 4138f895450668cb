// Findings as SARIF 2.1.0 (OASIS standard, 2020), which code hosts show beside the lines concerned.
import type { Diagnostic, Severity, Span } from '../../schemas/diagnostic.js'
import type { JsonObject } from '../../schemas/json.js'
import { codes } from './codes/index.js'

/** A SARIF log with one run. Rules are those that have results, sorted by code. */
export function toSarif(diagnostics: readonly Diagnostic[], version: string): JsonObject {
  const used = [...new Set(diagnostics.map(({ code }) => code))].sort()
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'espalier', version, rules: used.map(toRule) } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => toResult(diagnostic, used.indexOf(diagnostic.code))),
      },
    ],
  }
}

function toRule(code: string): JsonObject {
  const entry = codes.get(code)
  return {
    id: code,
    shortDescription: { text: entry?.title ?? code },
    ...(entry === undefined ? {} : { fullDescription: { text: entry.explanation } }),
  }
}

const toResult = (
  { code, severity, message, span, hint, related }: Diagnostic,
  ruleIndex: number,
): JsonObject => ({
  ruleId: code,
  ruleIndex,
  level: LEVELS[severity],
  message: { text: hint === undefined ? message : `${message} Hint: ${hint}` },
  ...(span === undefined ? {} : { locations: [toLocation(span)] }),
  ...(related === undefined
    ? {}
    : { relatedLocations: [{ id: 0, message: { text: related.message }, ...toLocation(related.span) }] }),
})

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' }

const toLocation = ({ file, start, end }: Span): JsonObject => ({
  physicalLocation: {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  },
})
