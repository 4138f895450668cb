// What a run can be exported as: the one list behind the command, its help and the shells' completion.
// A writer is loaded when it is asked for.
import type { Result } from '../../schemas/result.js'
import type { Exporter } from './exporter.js'

const ofResult =
  (write: (result: Result) => string | Uint8Array): Exporter =>
  ({ result }) =>
    write(result)

/** The kinds by name, in the order of the help page. */
export const exportKinds: Readonly<Record<string, () => Promise<Exporter>>> = {
  csv: async () => ofResult((await import('../../runtime/report/writers/csv.js')).writeCsv),
  rows: async () => ofResult((await import('../../runtime/report/writers/rows.js')).writeRows),
  parquet: async () => ofResult((await import('../../runtime/report/writers/parquet.js')).writeParquet),
  json: async () => ofResult((await import('../../runtime/report/writers/json.js')).writeJson),
  markdown: async () => ofResult((await import('../../runtime/report/writers/markdown.js')).writeMarkdown),
  latex: async () => ofResult((await import('../../runtime/report/writers/latex.js')).writeLatex),
  bundle: async () => {
    const { bundleOf } = await import('./bundle.js')
    return ({ directory, result }) => bundleOf(directory, result)
  },
  model: async () => (await import('./deployed-model.js')).deployedModel,
}
