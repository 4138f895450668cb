// `espalier export`: results out of a run: tidy rows, the result itself, a table for a text, or a model.
import { copyFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { readResult } from '../../runtime/run.js'
import { writeCsv } from '../../runtime/report/writers/csv.js'
import { writeJson } from '../../runtime/report/writers/json.js'
import { writeLatex } from '../../runtime/report/writers/latex.js'
import { writeMarkdown } from '../../runtime/report/writers/markdown.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { Result } from '../../schemas/result.js'
import { exits, type Call, type Command, type Exit, type Terminal } from './command.js'
import { finishedRun } from './run-directory.js'

const writers: Readonly<Record<string, (result: Result) => string>> = {
  csv: writeCsv,
  json: writeJson,
  markdown: writeMarkdown,
  latex: writeLatex,
}

/** @throws SpecError `unknown-export`, `no-output`, `unknown-arm`, `no-model` */
export const command: Command = async (terminal, call) => {
  const [run = '.', kind = 'csv'] = call.words
  const directory = finishedRun(run, terminal.cwd)
  const result = readResult(directory)
  if (kind === 'model') return exportModel(terminal, call, directory, result)
  const write = Object.hasOwn(writers, kind) ? writers[kind] : undefined
  const kinds = [...Object.keys(writers), 'model']
  if (write === undefined) {
    throw new SpecError(
      'unknown-export',
      `'${kind}' cannot be exported, expected one of ${kinds.join(', ')}`,
      {
        hint: didYouMean(kind, kinds),
      },
    )
  }
  const { output } = call.options
  if (typeof output === 'string') writeTo(resolve(terminal.cwd, output), write(result))
  else terminal.out(write(result))
  return exits.done
}

function writeTo(file: string, text: string): void {
  makeFolders(dirname(file))
  writeWhole(file, text)
}

function exportModel(terminal: Terminal, call: Call, directory: string, { arms }: Result): Exit {
  const names = Object.keys(arms)
  const asked = call.options['arm'] ?? (names.length === 1 ? names[0] : undefined)
  if (typeof asked !== 'string' || arms[asked] === undefined) {
    const found = asked === undefined ? 'no arm was named' : `there is no arm '${String(asked)}'`
    throw new SpecError('unknown-arm', `${found}, expected --arm with one of ${names.join(', ')}`)
  }
  const file = arms[asked].model?.file
  const { output } = call.options
  if (typeof file !== 'string') throw new SpecError('no-model', `the run deployed no model of arm '${asked}'`)
  if (typeof output !== 'string') {
    throw new SpecError('no-output', 'a model needs a file to be written to', { hint: 'add -o model.onnx' })
  }
  const target = resolve(terminal.cwd, output)
  makeFolders(dirname(target))
  copyFileSync(join(directory, file), target)
  return exits.done
}
