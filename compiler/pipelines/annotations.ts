// GitHub's workflow commands: `::error file=…,line=…::message`, shown beside the lines of a pull request.
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { Case } from './cases.js'

/** A line for each error and warning of the specifications, and for each case that failed or has no answer. */
export function annotationsOf(diagnostics: readonly Diagnostic[], cases: readonly Case[]): readonly string[] {
  const warnings = diagnostics
    .filter(({ severity }) => severity === 'warning')
    .map(({ code, message, span }) => annotation('warning', code, message, span))
  const failures = cases
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'error')
    .map(({ suite, name, type, message, span }) =>
      annotation('error', type, suite === 'claims' ? `${name}: ${message}` : message, span),
    )
  return [...failures, ...warnings]
}

function annotation(
  level: 'error' | 'warning',
  title: string,
  message: string,
  span: Span | undefined,
): string {
  const place =
    span === undefined
      ? {}
      : {
          file: span.file,
          line: span.start.line,
          endLine: span.end.line,
          // GitHub takes columns within one line only.
          ...(span.start.line === span.end.line
            ? { col: span.start.column, endColumn: span.end.column }
            : {}),
        }
  const properties = Object.entries({ ...place, title })
    .map(([name, value]) => `${name}=${escape(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
    .join(',')
  return `::${level} ${properties}::${escape(message)}`
}

const escape = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
