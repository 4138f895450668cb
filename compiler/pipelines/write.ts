// Writes everything that pipelines read into one folder.
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { toSarif } from '../diagnostics/print-sarif.js'
import { casesOf } from './cases.js'
import { toCodeQuality } from './code-quality.js'
import { findingsOf, type Conclusions } from './conclusions.js'
import { toJUnit } from './junit.js'
import { toSummary } from './summary.js'

/** Names of the files, fixed: pipelines name them in their configuration. */
export const pipelineFiles = {
  junit: 'junit.xml',
  sarif: 'espalier.sarif',
  codeQuality: 'gl-code-quality.json',
  summary: 'summary.md',
  report: 'report.html',
} as const

/** Writes the files; `report` is copied where there is one. Gives the summary. */
export function writeForPipelines(
  folder: string,
  conclusions: Conclusions,
  report: string | undefined,
): string {
  const cases = casesOf(conclusions)
  const findings = findingsOf(conclusions)
  const summary = toSummary(cases, conclusions)
  makeFolders(folder)
  const write = (name: string, text: string): void => writeWhole(join(folder, name), text)
  write(pipelineFiles.junit, toJUnit(cases, conclusions))
  write(pipelineFiles.sarif, `${JSON.stringify(toSarif(findings, conclusions.version), undefined, 2)}\n`)
  write(pipelineFiles.codeQuality, `${JSON.stringify(toCodeQuality(findings), undefined, 2)}\n`)
  write(pipelineFiles.summary, summary)
  if (report !== undefined && existsSync(report)) copyFileSync(report, join(folder, pipelineFiles.report))
  return summary
}
