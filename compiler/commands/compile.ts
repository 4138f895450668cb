// `espalier compile`: writes plans, or says which committed plans are stale.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { compile } from '../compile.js'
import { exits, type Command, type Exit } from './command.js'
import { codeFilesOf, copyCode, type CodeFile } from './own-code.js'
import { nameSpecifications, printAll } from './specification.js'
import { versionOf } from './version.js'

/** One plan a specification, `<name>.plan.ts`, beside it or in the folder given. Nothing is written where anything is wrong. */
export const command: Command = async (terminal, call) => {
  const plans: Written[] = []
  let exit: Exit = exits.done
  for (const { path, project, settings } of nameSpecifications(terminal, call)) {
    const { plan, diagnostics, files, analysed } = await compile(path, { ...settings, version: versionOf() })
    printAll(terminal, diagnostics, files)
    if (plan === undefined) exit = exits.wrong
    else
      plans.push({
        file: planFile(join(project.root, path), call.options['output'], terminal.cwd),
        text: plan,
        code: codeFilesOf(analysed?.experiment.use ?? [], project.root),
      })
  }
  if (exit !== exits.done) return exit
  if (call.options['check'] === true) return checkStale(plans, terminal)
  for (const { file, text, code } of plans) {
    mkdirSync(dirname(file), { recursive: true })
    copyCode(code, dirname(file))
    writeWhole(file, text)
    terminal.out(`${relative(terminal.cwd, file)}\n`)
  }
  return exits.done
}

/** A plan to be written, and the code that goes with it. */
interface Written {
  readonly file: string
  readonly text: string
  readonly code: readonly CodeFile[]
}

function planFile(specification: string, output: unknown, cwd: string): string {
  const folder = typeof output === 'string' ? resolve(cwd, output) : dirname(specification)
  return join(folder, `${basename(specification).replace(/\.ya?ml$/, '')}.plan.ts`)
}

function checkStale(plans: readonly Written[], terminal: Parameters<Command>[0]): Exit {
  const expected = plans.flatMap(({ file, text, code }) => [
    { file, text },
    ...code.map(({ from, to }) => ({ file: join(dirname(file), to), text: readFileSync(from, 'utf8') })),
  ])
  const stale = expected.filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
  for (const { file } of stale) {
    const name = relative(terminal.cwd, file)
    terminal.err(
      `error stale-plan: '${name}' ${existsSync(file) ? 'is not what its specification compiles to' : 'is missing'}\n`,
    )
  }
  if (stale.length > 0)
    terminal.err('  hint: run `espalier compile` on these specifications and commit the plans\n')
  return stale.length > 0 ? exits.wrong : exits.done
}
