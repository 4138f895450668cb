// A specification without its plan: everything that can be found out about it. Each phase is entered only where the one before
// found no error:
//
//   file ──check──▶ sound specification ──build──▶ IR ──describe──▶ IR + data ──run checks──▶ findings, guarantees
//        check.ts                     ir/build.ts       (given)            ir/run-checks.ts
//
// Pure but for what it is given: `read` for files, `describe` for data.
import { digestOfBytes } from '../runtime/catalogue.js'
import type { DataDescriptor } from '../schemas/data-descriptor.js'
import { EspalierError, type Diagnostic } from '../schemas/diagnostic.js'
import { checkSpecification, hasErrors, type CheckSettings, type SoundSpecification } from './check.js'
import { buildExperiment } from './ir/build.js'
import type { CheckContext } from './ir/checks/check.js'
import { checkIr } from './ir/check.js'
import { factsOf, noFacts, preparationFindings, type SpaceFacts } from './ir/facts.js'
import type { Guarantee } from './ir/leaks.js'
import type { DataNode, ExperimentNode, PluginNode } from './ir/nodes.js'
import { runChecks } from './ir/run-checks.js'
import { finding } from './source/finding.js'
import { commentBeside } from './source/located-document.js'
import { entryOf, type LocatedEntry } from './source/located-node.js'
import type { SourceFile } from './source/source-file.js'
import { sortFindings } from './validate/sort-findings.js'

/** What analysis needs. */
export interface AnalysisSettings extends Omit<CheckSettings, 'later'> {
  /** Reads the data of a task. @throws EspalierError that says what is wrong, with the `field` of `data:` at fault where it knows */
  readonly describe: (data: DataNode) => Promise<DataDescriptor>
  /** Files that `use:` names, where they may be loaded; their members are in the validator's catalogue. */
  readonly plugins?: readonly PluginNode[]
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
  const { diagnostics: sound, files, specification } = checkSpecification(path, settings)
  const found: Diagnostic[] = [...sound]
  const finish = (analysed?: Analysed): Analysis => ({
    diagnostics: sortFindings(found.map(asSentence)),
    files,
    analysed,
  })
  if (specification === undefined) return finish()

  found.push(...unloadedCode(specification, settings))
  if (hasErrors(found)) return finish()
  const { experiment, diagnostics: building } = build(specification, settings)
  found.push(...building)
  if (hasErrors(building)) return finish()
  const { catalogue } = settings.validator
  checkIr(experiment, catalogue)

  const { data, diagnostics: reading } = await describeTasks(experiment, settings)
  found.push(...reading)
  if (hasErrors(reading)) return finish()

  const facts = sharedFacts(experiment, data)
  const { diagnostics: checking, guarantees, context } = runChecks({ experiment, catalogue, data, facts })
  found.push(...checking)
  return hasErrors(checking) || context === undefined
    ? finish()
    : finish({ experiment, data, facts, guarantees, context })
}

/** Own code that nobody loaded would silently be left out. */
function unloadedCode({ root }: SoundSpecification, { plugins }: AnalysisSettings): readonly Diagnostic[] {
  const entry = entryOf(root, 'use')
  if (entry === undefined || plugins !== undefined) return []
  if (entry.value.kind === 'list' && entry.value.items.length === 0) return []
  const message =
    'the specification brings code of its own with `use:`, and this version of the command line loads none'
  return [
    finding('code-not-loaded', entry.keySpan, message, { hint: 'remove `use:`, and what its files define' }),
  ]
}

function build(
  { path, root, files }: SoundSpecification,
  { validator, read, plugins = [] }: AnalysisSettings,
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
      diagnostics.push(...preparationFindings(descriptor, task))
    } catch (error) {
      if (!(error instanceof EspalierError)) throw error
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
function sharedFacts({ tasks }: ExperimentNode, data: ReadonlyMap<string, DataDescriptor>): SpaceFacts {
  const [first] = tasks
  const descriptor = first === undefined ? undefined : data.get(first.name)
  return first === undefined || descriptor === undefined ? noFacts : factsOf(descriptor, first)
}
