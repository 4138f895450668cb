// What `run` is given: a specification, which is compiled, or a plan, which is taken as it stands.
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { loadPlan } from '../../runtime/study/load-plan.js'
import { prepareTasks } from '../../runtime/study/tasks.js'
import { SpecError, type Diagnostic } from '../../schemas/diagnostic.js'
import { readInputs } from '../../runtime/study/inputs.js'
import { compile } from '../compile.js'
import type { ExperimentNode } from '../ir/nodes.js'
import type { SourceFile } from '../source/source-file.js'
import type { Notebook } from '../pipelines/notebook.js'
import type { Call, Terminal } from './command.js'
import { inputDigests } from './input-digests.js'
import { openingOf, openingOfPlan } from './opening.js'
import type { Origin } from './origin.js'
import { allowsCode, codeFilesOf, codeFilesOfPlan, type CodeFile } from './own-code.js'
import { projectOf } from './project-files.js'
import { nameSpecifications, printAll } from './specification.js'
import { versionOf } from './version.js'

/** A plan, and what is said and done around it. */
export interface RunSubject {
  /** Its text, as it goes into the run directory. */
  readonly plan: string
  readonly experiment: Pick<ExperimentNode, 'name' | 'seed' | 'source'>
  /** Folder from which paths are read. */
  readonly root: string
  /** What it was compiled from; absent for a plan. */
  readonly origin?: Origin
  /** Files of user code that lie beside it. */
  readonly code: readonly CodeFile[]
  /** Digests of the files that a program brings, by path. */
  readonly inputs: Readonly<Record<string, string>>
  /** How much will be trained. */
  readonly opening: string
}

/** Reads what `run` was given; undefined where errors were found and printed. @throws SpecError `plan-is-fixed`; what reading a plan throws */
export const subjectOf = (
  terminal: Terminal,
  call: Call,
  notebook: Notebook,
): Promise<RunSubject | undefined> =>
  /\.[cm]?ts$/.test(call.words[0] ?? '')
    ? planGiven(terminal, call)
    : specificationGiven(terminal, call, notebook)

async function specificationGiven(
  terminal: Terminal,
  call: Call,
  notebook: Notebook,
): Promise<RunSubject | undefined> {
  const [named] = nameSpecifications(terminal, call)
  if (named === undefined) return undefined
  const { diagnostics, files, plan, analysed } = await compile(named.path, {
    ...named.settings,
    version: versionOf(),
  })
  printProblems(terminal, call, diagnostics, files)
  const { root } = named.project
  notebook.specification(root, named.path, diagnostics)
  if (plan === undefined || analysed === undefined) return undefined
  const { experiment } = analysed
  notebook.claims(root, experiment.claims)
  const origin = { specification: named.path, overrides: named.settings.overrides ?? [] }
  const code = codeFilesOf(experiment.use, root)
  const inputs = inputDigests(analysed, root)
  return { plan, experiment, root, origin, code, inputs, opening: openingOf(analysed) }
}

async function planGiven(terminal: Terminal, call: Call): Promise<RunSubject> {
  const { words, options } = call
  const fixed = ['set', 'seed'].find((name) => options[name] !== undefined)
  if (fixed !== undefined) {
    throw new SpecError(
      'plan-is-fixed',
      `--${fixed} changes a specification, and '${words[0] ?? ''}' is a plan`,
      {
        hint: 'run the specification that it was compiled from',
      },
    )
  }
  const file = resolve(terminal.cwd, words[0] ?? '')
  const plan = readFileSync(file, 'utf8')
  const code = await codeFilesOfPlan(file, allowsCode(call))
  const { experiment } = await loadPlan(file)
  const { root } = projectOf(file)
  const { tasks } = await prepareTasks(experiment, experiment.seed, root)
  const inputs = readInputs(experiment, root).files
  return { plan, experiment, root, code, inputs, opening: openingOfPlan(experiment, tasks) }
}

/** Errors and warnings in full; notes in one line, since `check` is there to be read and a run to be watched. */
function printProblems(
  terminal: Terminal,
  call: Call,
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
): void {
  const notes = diagnostics.filter(({ severity }) => severity === 'note')
  printAll(
    terminal,
    diagnostics.filter(({ severity }) => severity !== 'note'),
    files,
  )
  if (notes.length === 0) return
  const lists = notes.filter(({ code }) => code === 'listed-choice').length
  const others = notes.length - lists
  const words = [
    ...(lists === 0
      ? []
      : [lists === 1 ? '1 list is read as a choice' : `${lists} lists are read as choices`]),
    ...(others === 0 ? [] : [`${others} ${lists === 0 ? '' : 'more '}${others === 1 ? 'note' : 'notes'}`]),
  ]
  const specification = relative(terminal.cwd, resolve(terminal.cwd, call.words[0] ?? ''))
  terminal.err(`${words.join(', ')}; see espalier check ${specification}\n`)
}
