// Arms that are model files: each is laid against the data of every task, and pinned by its digest, so that a plan means one model.
import { isServed } from '../../runtime/catalogue.js'
import { EspalierError, type Diagnostic } from '../../schemas/diagnostic.js'
import type { ModelDescriptor } from '../../schemas/model-descriptor.js'
import { finding } from '../source/finding.js'
import type { ArmNode, ComponentNode, DataNode, ExperimentNode } from './nodes.js'

/** Reads a model file against the data of a task. @throws EspalierError that says what is wrong */
export type DescribeModel = (file: string, data: DataNode) => Promise<ModelDescriptor>

/** What is known of model files, by arm and task. */
export type Models = ReadonlyMap<string, ReadonlyMap<string, ModelDescriptor>>

/** The experiment with its model files pinned. */
export interface Pinned {
  readonly experiment: ExperimentNode
  readonly models: Models
  readonly diagnostics: readonly Diagnostic[]
}

/** Describes and pins the model files of an experiment; without `describe` they stay as they are. */
export async function pinModels(
  experiment: ExperimentNode,
  describe: DescribeModel | undefined,
): Promise<Pinned> {
  const models = new Map<string, ReadonlyMap<string, ModelDescriptor>>()
  const diagnostics: Diagnostic[] = []
  const arms: ArmNode[] = []
  for (const arm of experiment.arms) {
    const file = describe === undefined ? undefined : modelFile(arm.space.training)
    if (file === undefined || describe === undefined) {
      arms.push(arm)
      continue
    }
    const { described, problem } = await describeIn(experiment, arm, (task) => describe(file, task))
    models.set(arm.name, described)
    diagnostics.push(...problem, ...unserved(experiment, arm, described))
    const [first] = described.values()
    arms.push(first === undefined ? arm : pin(arm, first.sha256))
  }
  return { experiment: { ...experiment, arms }, models, diagnostics }
}

/** The file of a `pretrained` procedure. */
export function modelFile({ component, options }: ComponentNode): string | undefined {
  const file = options['file']
  return component === 'pretrained' && file?.kind === 'literal' && typeof file.value === 'string'
    ? file.value
    : undefined
}

async function describeIn(
  { tasks }: ExperimentNode,
  { space }: ArmNode,
  describe: (task: DataNode) => Promise<ModelDescriptor>,
): Promise<{
  readonly described: ReadonlyMap<string, ModelDescriptor>
  readonly problem: readonly Diagnostic[]
}> {
  const described = new Map<string, ModelDescriptor>()
  try {
    for (const task of tasks) described.set(task.name, await describe(task))
    return { described, problem: [] }
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    const { code, message, hint } = error
    return { described, problem: [finding(code, fileSpan(space.training), message, { hint })] }
  }
}

/** Metrics of objective and claims that a model file cannot be measured by. */
function unserved(
  { objective, claims }: ExperimentNode,
  arm: ArmNode,
  described: ReadonlyMap<string, ModelDescriptor>,
): readonly Diagnostic[] {
  const [model] = described.values()
  if (model === undefined) return []
  const wanted = [
    ...objective.map(({ metric, span }) => ({ metric, span })),
    ...claims.map(({ on, span }) => ({ metric: on.replace(/^evaluation\./, ''), span })),
  ]
  return wanted
    .filter(({ metric }) => !isServed(metric, model.serves))
    .map(({ metric, span }) => {
      const message = `'${metric}' cannot be measured on the model file of arm '${arm.name}'`
      const why = model.serves === 'winner' ? 'its output is a label: accuracy can be measured' : undefined
      const hint = why ?? 'claim a metric of its outputs, such as accuracy or log_loss'
      return finding('model-does-not-fit', span, message, { hint })
    })
}

function pin(arm: ArmNode, sha256: string): ArmNode {
  const { training } = arm.space
  const literal = { kind: 'literal', span: training.span, value: sha256, origin: 'default' } as const
  const options = { ...training.options, sha256: literal }
  return { ...arm, space: { ...arm.space, training: { ...training, options } } }
}

const fileSpan = ({ options, span }: ComponentNode) => options['file']?.span ?? span
