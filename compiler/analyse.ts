// A specification without its plan: everything that can be found out about it. Each phase is entered only where the one before
// found no error:
//
//   file ──check──▶ sound specification ──build──▶ IR ──describe──▶ IR + data ──run checks──▶ findings, guarantees
//        check.ts                     ir/build.ts       (given)            ir/run-checks.ts
//
// Arms that are model files are described after the data, and pinned: ir/models.ts; so are frozen models inside of spaces: ir/frozen.ts.
//
// Code of the author's own (`use:`) is loaded before validation, which then knows what it defines: code/own-code.ts.
//
// Pure but for what it is given: `read` for files, `describe` for data, `loadCode` for code.
import { digestOfBytes, type Catalogue } from '../runtime/catalogue.js'
import type { DataDescriptor } from '../schemas/data-descriptor.js'
import { EspalierError, type Diagnostic } from '../schemas/diagnostic.js'
import {
  checkRead,
  hasErrors,
  readSpecification,
  type Checked,
  type CheckSettings,
  type SoundSpecification,
} from './check.js'
import { loadUsed, type LoadCode } from './code/own-code.js'
import { buildExperiment } from './ir/build.js'
import type { CheckContext } from './ir/checks/check.js'
import { checkIr } from './ir/check.js'
import { factsOf, noFacts, preparationFindings, type SpaceFacts } from './ir/facts.js'
import { pinFrozen, type DescribeFrozen } from './ir/frozen.js'
import type { Guarantee } from './ir/leaks.js'
import { pinModels, type DescribeModel } from './ir/models.js'
import type { DataNode, ExperimentNode, PluginNode } from './ir/nodes.js'
import { objectiveFindings, type InspectObjective } from './ir/objectives.js'
import { runChecks } from './ir/run-checks.js'
import { BrokenCodeError } from './source/broken-code.js'
import { finding } from './source/finding.js'
import { commentBeside } from './source/located-document.js'
import { entryOf, type LocatedEntry, type LocatedMap } from './source/located-node.js'
import type { SourceFile } from './source/source-file.js'
import { sortFindings } from './validate/sort-findings.js'
import { createValidator, type Validator } from './validate/validate.js'

/** What analysis needs. */
export interface AnalysisSettings extends Omit<CheckSettings, 'later'> {
  /** Reads the data of a task. @throws EspalierError that says what is wrong, with the `field` of `data:` at fault where it knows */
  readonly describe: (data: DataNode) => Promise<DataDescriptor>
  /** Reads a model file that an arm is; absent: such files are not looked at, and not pinned. */
  readonly describeModel?: DescribeModel | undefined
  /** Reads the frozen model of an `onnx` layer; absent: such files are not looked at, and their features are not known. */
  readonly describeFrozen?: DescribeFrozen | undefined
  /** Reads a table or a fitted model that a procedure asks; absent: such files are first looked at when they are run. */
  readonly inspectObjective?: InspectObjective | undefined
  /** Runs files that `use:` names; absent where no code may run. */
  readonly loadCode?: LoadCode | undefined
}

/** A specification in which no error was found. */
export interface Analysed {
  readonly experiment: ExperimentNode
  /** By task. */
  readonly data: ReadonlyMap<string, DataDescriptor>
  readonly facts: SpaceFacts
  readonly guarantees: readonly Guarantee[]
  /** Spaces as trees, and units on their real rows. */
  readonly context: CheckContext
}

/** All that was found. */
export interface Analysis {
  readonly diagnostics: readonly Diagnostic[]
  /** Every file that was read, for printing. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly analysed: Analysed | undefined
}

/** Analyses the specification at `path`. */
export async function analyse(path: string, settings: AnalysisSettings): Promise<Analysis> {
  const { diagnostics: sound, files, specification, plugins, validator } = await checkWithCode(path, settings)
  const found: Diagnostic[] = [...sound]
  const finish = (analysed?: Analysed): Analysis => ({
    diagnostics: sortFindings(found.map(asSentence)),
    files,
    analysed,
  })
  if (specification === undefined) return finish()
  try {
    return finish(await examine(specification, plugins, { ...settings, validator }, found))
  } catch (error) {
    if (!(error instanceof BrokenCodeError)) throw error
    found.push(error.finding)
    return finish()
  }
}

/** The phases after validation; adds what they find. Undefined where that is an error. */
async function examine(
  specification: SoundSpecification,
  plugins: readonly PluginNode[],
  settings: AnalysisSettings,
  found: Diagnostic[],
): Promise<Analysed | undefined> {
  const { experiment: built, diagnostics: building } = build(specification, plugins, settings)
  found.push(...building)
  if (hasErrors(building)) return undefined
  const { catalogue } = settings.validator
  checkIr(built, catalogue)

  const { data, diagnostics: reading } = await describeTasks(built, settings, catalogue)
  found.push(...reading)
  if (hasErrors(reading)) return undefined

  const { experiment: whole, models, diagnostics: pinning } = await pinModels(built, settings.describeModel)
  found.push(...pinning)
  if (hasErrors(pinning)) return undefined

  const frozenIn = await pinFrozen(whole, catalogue, settings.describeFrozen)
  const { experiment, frozen } = frozenIn
  found.push(...frozenIn.diagnostics)
  if (hasErrors(frozenIn.diagnostics)) return undefined

  const inspecting = await objectiveFindings(experiment, catalogue, settings.inspectObjective)
  found.push(...inspecting)
  if (hasErrors(inspecting)) return undefined

  const facts = sharedFacts(experiment, data, catalogue)
  const {
    diagnostics: checking,
    guarantees,
    context,
  } = runChecks({
    experiment,
    catalogue,
    data,
    facts,
    models,
    frozen,
  })
  found.push(...checking)
  return hasErrors(checking) || context === undefined
    ? undefined
    : { experiment, data, facts, guarantees, context }
}

/** A checked specification with the code that it brings, and a validator that knows what this defines. */
interface CheckedWithCode extends Checked {
  readonly plugins: readonly PluginNode[]
  readonly validator: Validator
}

async function checkWithCode(path: string, settings: AnalysisSettings): Promise<CheckedWithCode> {
  const { validator, read, loadCode } = settings
  const first = readSpecification(path, settings)
  const { root, files, diagnostics } = first
  const plain = { plugins: [], validator }
  if (root === undefined) return { diagnostics, files, specification: undefined, ...plain }
  if (!usesCode(root)) return { ...checkRead({ path, root, files }, diagnostics, settings), ...plain }

  const {
    plugins,
    catalogue,
    diagnostics: loading,
  } = await loadUsed(root, {
    read,
    loadCode,
    catalogue: validator.catalogue,
  })
  if (hasErrors(loading)) {
    const all = sortFindings([...diagnostics, ...loading])
    return { diagnostics: all, files, specification: undefined, ...plain }
  }
  // Read again: which maps are components decides how includes are laid over each other.
  const extended = createValidator({ ...validator, catalogue })
  const again = { ...settings, validator: extended }
  const { root: whole = root } = readSpecification(path, again)
  return { ...checkRead({ path, root: whole, files }, diagnostics, again), plugins, validator: extended }
}

const usesCode = (root: LocatedMap): boolean => entryOf(root, 'use') !== undefined

function build(
  { path, root, files }: SoundSpecification,
  plugins: readonly PluginNode[],
  { validator, read }: AnalysisSettings,
): ReturnType<typeof buildExperiment> {
  const file = read(path)
  const comment = (entry: LocatedEntry): string | undefined => {
    const source = files.get(entry.keySpan.file)
    return source === undefined ? undefined : commentBeside(source, entry)
  }
  return buildExperiment({
    root,
    catalogue: validator.catalogue,
    path,
    bytesSha256: file.kind === 'file' ? digestOfBytes(file.read()) : '',
    use: plugins,
    comment,
  })
}

async function describeTasks(
  { tasks }: ExperimentNode,
  { describe }: AnalysisSettings,
  catalogue: Catalogue,
): Promise<{
  readonly data: ReadonlyMap<string, DataDescriptor>
  readonly diagnostics: readonly Diagnostic[]
}> {
  const data = new Map<string, DataDescriptor>()
  const diagnostics: Diagnostic[] = []
  for (const task of tasks) {
    try {
      const descriptor = await describe(task)
      data.set(task.name, descriptor)
      diagnostics.push(...preparationFindings(descriptor, task, catalogue))
    } catch (error) {
      if (!(error instanceof EspalierError) || error instanceof BrokenCodeError) throw error
      diagnostics.push(aboutData(error, task))
    }
  }
  return { data, diagnostics }
}

/** Messages are sentences, whoever wrote them. */
const asSentence = (diagnostic: Diagnostic): Diagnostic =>
  /[.!?]$/.test(diagnostic.message) ? diagnostic : { ...diagnostic, message: `${diagnostic.message}.` }

function aboutData(error: EspalierError, task: DataNode): Diagnostic {
  const field = 'field' in error && typeof error.field === 'string' ? error.field : ''
  const span = Object.hasOwn(task.places, field) ? task.places[field] : undefined
  return finding(error.code, span ?? task.span, error.message, { hint: error.hint })
}

/** Facts of the first task; that the others agree is checked. */
function sharedFacts(
  { tasks }: ExperimentNode,
  data: ReadonlyMap<string, DataDescriptor>,
  catalogue: Catalogue,
): SpaceFacts {
  const [first] = tasks
  const descriptor = first === undefined ? undefined : data.get(first.name)
  return first === undefined || descriptor === undefined ? noFacts : factsOf(descriptor, first, catalogue)
}
