// From words on the command line to an analysed or compiled specification: files, data, overrides, printed findings.
import { resolve } from 'node:path'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { SpecError, type Diagnostic } from '../../schemas/diagnostic.js'
import type { AnalysisSettings } from '../analyse.js'
import type { DescribeFrozen } from '../ir/frozen.js'
import type { DescribeModel } from '../ir/models.js'
import type { DataNode } from '../ir/nodes.js'
import type { InspectObjective } from '../ir/objectives.js'
import type { Override } from '../source/overrides.js'
import { countFindings, printFindings } from '../diagnostics/print-text.js'
import type { SourceFile } from '../source/source-file.js'
import { createStandardValidator } from '../standard-validator.js'
import type { Call, Terminal } from './command.js'
import { cacheFolder, remembered } from './data-cache.js'
import { allowsCode, codeLoader } from './own-code.js'
import { paintFor } from './paint.js'
import { pathWithin, projectOf, type Project } from './project-files.js'

/** A specification named on the command line, with all that analysis needs. */
export interface Named {
  readonly project: Project
  /** Relative to the project root. */
  readonly path: string
  readonly settings: AnalysisSettings
}

/** Prepares the analysis of the specifications named on the command line; they share what was read and compiled. */
export function nameSpecifications({ cwd }: Pick<Terminal, 'cwd'>, call: Call): readonly Named[] {
  const validator = createStandardValidator()
  const overrides = overridesOf(call)
  const describers = new Map<string, AnalysisSettings['describe']>()
  return call.words.map((word) => {
    const file = resolve(cwd, word)
    const project = projectOf(file)
    const describe = describers.get(project.root) ?? describer(project.root)
    describers.set(project.root, describe)
    const { read } = project
    const loadCode = allowsCode(call) ? codeLoader(project.root) : undefined
    const settings = {
      read,
      validator,
      describe,
      describeModel: modelDescriber(project.root),
      describeFrozen: frozenDescriber(project.root),
      inspectObjective: objectiveInspector(project.root),
      overrides,
      loadCode,
    }
    return { project, path: pathWithin(project, file), settings }
  })
}

/** Reads data once a process, however many specifications and phases ask for it, and not at all where the cache knows it. */
function describer(root: string): AnalysisSettings['describe'] {
  const known = new Map<string, Promise<DataDescriptor>>()
  const folder = cacheFolder(process.env, process.platform)
  return (data) => {
    const { dataset, file, windows, target, columns, group, time } = data
    const source = { root, dataset, file, windows, target, columns, group, time }
    const key = JSON.stringify(source)
    const found = known.get(key)
    if (found !== undefined) return found
    const described = remembered(source, folder, () => readData(data, root))
    known.set(key, described)
    return described
  }
}

/** Reads model files; what that takes is loaded where an arm is one. */
const modelDescriber =
  (root: string): DescribeModel =>
  async (file, data) => {
    const { describeModel } = await import('../../runtime/study/describe-model.js')
    return describeModel(file, data, root)
  }

/** Reads frozen models; what that takes, native code among it, is loaded where a space has one. */
const frozenDescriber =
  (root: string): DescribeFrozen =>
  async (question) => {
    const { describeFrozen } = await import('../../runtime/study/describe-frozen.js')
    return describeFrozen(question, root)
  }

/** Reads tables and fitted models; what that takes is loaded where a procedure asks one. */
const objectiveInspector =
  (root: string): InspectObjective =>
  async (request) => {
    const { inspectObjective } = await import('../../runtime/study/inspect-objective.js')
    await inspectObjective(request, root)
  }

/** Loaded when data are really read: most checks find them in the cache. */
async function readData(data: DataNode, root: string): Promise<DataDescriptor> {
  const [{ loadData }, { describeData }] = await Promise.all([
    import('../../runtime/data/load.js'),
    import('../../runtime/data/describe.js'),
  ])
  return describeData(await loadData(data, { root }))
}

/** `--set path=value` and `--seed N`, in the order in which they apply. */
function overridesOf({ options }: Call): readonly Override[] {
  const given = Array.isArray(options['set']) ? options['set'].map(String) : []
  const seed = options['seed']
  const set = given.map((text): Override => {
    const place = text.indexOf('=')
    if (place <= 0) {
      throw new SpecError('bad-override', `--set got '${text}', expected 'path=value'`, {
        hint: 'for example: --set budget.trials=24',
      })
    }
    return { path: text.slice(0, place), value: text.slice(place + 1) }
  })
  return seed === undefined ? set : [...set, { path: 'seed', value: String(seed), option: '--seed' }]
}

/** Prints findings and their number to stderr. */
export function printAll(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
): void {
  if (diagnostics.length === 0) return
  terminal.err(`${printFindings(diagnostics, files, paintFor(terminal))}\n${countFindings(diagnostics)}\n`)
}
