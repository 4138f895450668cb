// All checks over one experiment with its data: the spaces are instantiated once, the protocol is played through once.
import {
  phaseCells,
  type Catalogue,
  type PhaseCell,
  type ProtocolContext,
  type ProtocolDefinition,
} from '../../runtime/catalogue.js'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { EspalierError, type Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import type { Check, CheckContext, CheckedSpace } from './checks/check.js'
import * as checks from './checks/index.js'
import type { SpaceFacts } from './facts.js'
import { instantiateSpace } from './instantiate.js'
import { examineLeaks, type Guarantee } from './leaks.js'
import type { FrozenModels } from './frozen.js'
import type { Models } from './models.js'
import type { ArmNode, ExperimentNode } from './nodes.js'
import { plainOptions } from './plain-options.js'
import { printSpace } from './print.js'

/** What checks are given. */
export interface CheckInput {
  readonly experiment: ExperimentNode
  readonly catalogue: Catalogue
  /** By task. */
  readonly data: ReadonlyMap<string, DataDescriptor>
  readonly facts: SpaceFacts
  readonly models?: Models
  readonly frozen?: FrozenModels
}

/** Everything found, and what is guaranteed where nothing is wrong. */
export function runChecks(input: CheckInput): {
  readonly diagnostics: readonly Diagnostic[]
  readonly guarantees: readonly Guarantee[]
  /** What was looked at; absent where the protocol could not be played through. */
  readonly context?: CheckContext
} {
  const { experiment } = input
  const cells = playThrough(input)
  if (cells instanceof EspalierError) {
    const span = experiment.tasks[0]?.pools?.span ?? experiment.protocol.span
    return { diagnostics: [finding(cells.code, span, cells.message, { hint: cells.hint })], guarantees: [] }
  }
  const context: CheckContext = {
    experiment,
    catalogue: input.catalogue,
    tasks: experiment.tasks.map((node) => ({ node, data: input.data.get(node.name) })),
    facts: input.facts,
    spaces: distinctSpaces(input),
    cells,
    models: input.models ?? new Map(),
    frozen: input.frozen ?? new Map(),
  }
  const leaks = examineLeaks(context)
  const found = inStages(context)
  return { diagnostics: [...found, ...leaks.diagnostics], guarantees: leaks.guarantees, context }
}

/** Checks in the order of what they rely on; a stage is entered only where those before found no error. */
const stages: readonly (readonly Check[])[] = [
  [
    checks.ambiguousPath,
    checks.expressionType,
    checks.tasksDiffer,
    checks.unknownFunction,
    checks.metricFitsTask,
    checks.unmatchedPattern,
    checks.unshownMetric,
    checks.parametrizationRefuses,
    checks.listedChoice,
  ],
  [checks.unsatisfiableSpace, checks.illegalConfiguration, checks.claimWithoutReplicates],
  [
    checks.samplerRefuses,
    checks.lossFitsModel,
    checks.metricFitsLoss,
    checks.reparametrizationRefuses,
    checks.budgetAndSpace,
    checks.claimUnreachable,
  ],
]

function inStages(context: CheckContext): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const stage of stages) {
    found.push(...stage.flatMap((check) => check(context)).map((each) => waive(each, context.experiment)))
    if (found.some(({ severity }) => severity === 'error')) break
  }
  return found
}

/** A finding whose code `allow:` names is told, but stops nothing. */
function waive(diagnostic: Diagnostic, { allow }: ExperimentNode): Diagnostic {
  const waived = allow.some(({ rule }) => rule === diagnostic.code)
  return waived ? { ...diagnostic, severity: 'note', message: `waived: ${diagnostic.message}` } : diagnostic
}

/** Spaces by their text: arms that differ in their sampler alone share one. */
function distinctSpaces({ experiment, facts, catalogue }: CheckInput): readonly CheckedSpace[] {
  const byText = new Map<string, readonly ArmNode[]>()
  for (const arm of experiment.arms) {
    const text = printSpace(arm.space)
    byText.set(text, [...(byText.get(text) ?? []), arm])
  }
  return [...byText.values()].flatMap((arms) => {
    const [first] = arms
    if (first === undefined) return []
    return [{ node: first.space, space: instantiateSpace(first.space, facts, catalogue), arms }]
  })
}

/** The protocol's units on the real rows. */
function playThrough({ experiment, catalogue, data }: CheckInput): readonly PhaseCell[] | EspalierError {
  const { protocol, seed, tasks, objective } = experiment
  const definition = catalogue.protocol.get(protocol.component)
  if (definition === undefined || !isProtocol(definition)) return []
  const pools = tasks[0]?.pools
  try {
    return phaseCells(definition, {
      seed,
      tasks: protocolTasks(experiment, data),
      ...(pools === undefined ? {} : { pools }),
      direction: objective[0]?.direction ?? 'maximize',
      options: plainOptions(protocol),
    })
  } catch (error) {
    if (error instanceof EspalierError) return error
    throw error
  }
}

/** As a study sees them: an experiment without data of ours has one task, named like it. */
const protocolTasks = (
  { name, tasks }: ExperimentNode,
  data: ReadonlyMap<string, DataDescriptor>,
): ProtocolContext['tasks'] =>
  tasks.length === 0
    ? [{ name, data: undefined }]
    : tasks.map((task) => ({ name: task.name, data: data.get(task.name) }))

const isProtocol = (definition: object): definition is ProtocolDefinition => 'tuning' in definition
