// `espalier export`: results out of a run: tidy rows, the result itself, a table for a text, a bundle for others, or a model.
import { dirname, resolve } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { readResult } from '../../runtime/run.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { exits, type Command } from './command.js'
import { exportKinds } from './export-kinds.js'
import { finishedRun } from './run-directory.js'

/** Usual file names of what goes into a file alone. */
const example: Readonly<Record<string, string>> = {
  bundle: 'bundle.tar.gz',
  parquet: 'measurements.parquet',
  model: 'model.onnx',
}

/** @throws SpecError `unknown-export`, `no-output`, `unknown-arm`, `no-model`, `not-anonymous` */
export const command: Command = async (terminal, call) => {
  const [run = '.', kind = 'csv'] = call.words
  const directory = finishedRun(run, terminal.cwd)
  const load = Object.hasOwn(exportKinds, kind) ? exportKinds[kind] : undefined
  const kinds = Object.keys(exportKinds)
  if (load === undefined) {
    throw new SpecError(
      'unknown-export',
      `'${kind}' cannot be exported, expected one of ${kinds.join(', ')}`,
      { hint: didYouMean(kind, kinds) },
    )
  }
  const exporter = await load()
  const content = exporter({ call, directory, result: readResult(directory) })
  const { output } = call.options
  if (typeof output === 'string') writeTo(resolve(terminal.cwd, output), content)
  else if (typeof content === 'string') terminal.out(content)
  else {
    throw new SpecError('no-output', `'${kind}' is no text and needs a file to be written to`, {
      hint: `add -o ${example[kind] ?? kind}`,
    })
  }
  return exits.done
}

function writeTo(file: string, content: string | Uint8Array): void {
  makeFolders(dirname(file))
  writeWhole(file, content)
}
