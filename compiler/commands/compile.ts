// `espalier compile`: writes plans, or says which committed plans are stale.
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { compile } from '../compile.js'
import { exits, type Command, type Exit, type Terminal } from './command.js'
import { forPipelines } from './for-pipelines.js'
import { codeFilesOf, copyCode, type CodeFile } from './own-code.js'
import { nameSpecifications, printAll } from './specification.js'
import { versionOf } from './version.js'

/** A plan and the specification that it comes from. */
interface Emitted {
  readonly file: string
  readonly text: string
  /** Code that goes with it. */
  readonly code: readonly CodeFile[]
  readonly root: string
  readonly path: string
  readonly diagnostics: readonly Diagnostic[]
}

/** One plan a specification, `<name>.plan.ts`, beside it or in the folder given. Nothing is written where anything is wrong. */
export const command: Command = forPipelines('compile', async (terminal, call, notebook) => {
  const plans: Emitted[] = []
  let exit: Exit = exits.done
  for (const { path, project, settings } of nameSpecifications(terminal, call)) {
    const { plan, diagnostics, files, analysed } = await compile(path, { ...settings, version: versionOf() })
    printAll(terminal, diagnostics, files)
    const { root } = project
    if (plan === undefined) {
      notebook.specification(root, path, diagnostics)
      exit = exits.wrong
    } else {
      const file = planFile(join(root, path), call.options['output'], terminal.cwd)
      const code = codeFilesOf(analysed?.experiment.use ?? [], root)
      plans.push({ file, text: plan, code, root, path, diagnostics })
    }
  }
  const stale = call.options['check'] === true ? plans.flatMap(staleFiles) : []
  for (const plan of plans) {
    const more = stale.filter(({ of }) => of === plan).map(({ file }) => staleness(file, plan.root))
    notebook.specification(plan.root, plan.path, [...plan.diagnostics, ...more])
  }
  if (exit !== exits.done) return exit
  if (call.options['check'] === true)
    return sayStale(
      stale.map(({ file }) => file),
      terminal,
    )
  for (const { file, text, code } of plans) {
    makeFolders(dirname(file))
    copyCode(code, dirname(file))
    writeWhole(file, text)
    terminal.out(`${relative(terminal.cwd, file)}\n`)
  }
  return exits.done
})

function planFile(specification: string, output: unknown, cwd: string): string {
  const folder = typeof output === 'string' ? resolve(cwd, output) : dirname(specification)
  return join(folder, `${basename(specification).replace(/\.ya?ml$/, '')}.plan.ts`)
}

/** Files that are not what a specification compiles to: its plan, and code that goes with it. */
function staleFiles(plan: Emitted): readonly { readonly file: string; readonly of: Emitted }[] {
  const expected = [
    { file: plan.file, text: plan.text },
    ...plan.code.map(({ from, to }) => ({
      file: join(dirname(plan.file), to),
      text: readFileSync(from, 'utf8'),
    })),
  ]
  return expected
    .filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
    .map(({ file }) => ({ file, of: plan }))
}

/** A stale file as a finding at its first line. */
function staleness(file: string, root: string): Diagnostic {
  const start = { line: 1, column: 1, offset: 0 }
  const name = relative(root, file).split(sep).join('/')
  return {
    code: 'stale-plan',
    severity: 'error',
    message: `'${name}' ${staleWords(file)}`,
    hint: 'run `espalier compile` and commit the plan',
    span: { file: name, start, end: start },
  }
}

const staleWords = (file: string): string =>
  existsSync(file) ? 'is not what its specification compiles to' : 'is missing'

/** One line a stale file. */
function sayStale(stale: readonly string[], terminal: Terminal): Exit {
  for (const file of stale) {
    terminal.err(`error stale-plan: '${relative(terminal.cwd, file)}' ${staleWords(file)}\n`)
  }
  if (stale.length > 0)
    terminal.err('  hint: run `espalier compile` on these specifications and commit the plans\n')
  return stale.length > 0 ? exits.wrong : exits.done
}
