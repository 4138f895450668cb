// `espalier check`: all diagnostics of specifications, as text, JSON or SARIF.
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { analyse } from '../analyse.js'
import { toReport } from '../diagnostics/print-json.js'
import { toSarif } from '../diagnostics/print-sarif.js'
import { printFindings, printSummary } from '../diagnostics/print-text.js'
import type { SourceFile } from '../source/source-file.js'
import { hasErrors } from '../check.js'
import { exits, type Command } from './command.js'
import { forPipelines } from './for-pipelines.js'
import { paintFor } from './paint.js'
import { nameSpecifications } from './specification.js'
import { versionOf } from './version.js'

/** Findings as text go to stderr (they are no data), reports to stdout. */
export const command: Command = forPipelines('check', async (terminal, call, notebook) => {
  const found: Diagnostic[] = []
  const files = new Map<string, SourceFile>()
  const named = nameSpecifications(terminal, call)
  for (const { path, project, settings } of named) {
    const analysis = await analyse(path, settings)
    found.push(...analysis.diagnostics)
    notebook.specification(project.root, path, analysis.diagnostics)
    for (const [name, file] of analysis.files) files.set(name, file)
  }
  const paths = named.map(({ path }) => path)
  const format = call.options['format'] ?? 'text'
  if (format === 'json') terminal.out(`${JSON.stringify(toReport(found, paths), undefined, 2)}\n`)
  else if (format === 'sarif') terminal.out(`${JSON.stringify(toSarif(found, versionOf()), undefined, 2)}\n`)
  else {
    if (found.length > 0) terminal.err(`${printFindings(found, files, paintFor(terminal))}\n`)
    terminal.err(`${printSummary(found, paths.length)}\n`)
  }
  return hasErrors(found) ? exits.wrong : exits.done
})
