// Frozen models (`onnx` layers): each stands first in its model, is laid against the data, and is pinned by its digest and the shape of
// its features, so that a plan means one model and a space knows what flows out of it.
import { prepareStep, type Catalogue, type PrepareStep } from '../../runtime/catalogue.js'
import { EspalierError, type Diagnostic, type Span } from '../../schemas/diagnostic.js'
import type { FrozenDescriptor } from '../../schemas/frozen-descriptor.js'
import { finding } from '../source/finding.js'
import { headsOf, onnxLayers } from './frozen-places.js'
import { withPins } from './frozen-pins.js'
import type { ArmNode, ComponentNode, DataNode, ExperimentNode } from './nodes.js'
import { plainOptions } from './plain-options.js'

/** What is asked of a frozen model. */
export interface FrozenQuestion {
  readonly file: string
  readonly output?: string
  readonly data: DataNode
  readonly prepare: readonly PrepareStep[]
}

/** Reads a frozen model and tries it on data. @throws EspalierError that says what is wrong */
export type DescribeFrozen = (question: FrozenQuestion) => Promise<FrozenDescriptor>

/** Frozen models of an arm, by task. */
export interface FrozenUse {
  readonly file: string
  readonly span: Span
  readonly described: ReadonlyMap<string, FrozenDescriptor>
}

/** Frozen models by arm. */
export type FrozenModels = ReadonlyMap<string, readonly FrozenUse[]>

/** The experiment with its frozen models pinned. */
export interface PinnedFrozen {
  readonly experiment: ExperimentNode
  readonly frozen: FrozenModels
  readonly diagnostics: readonly Diagnostic[]
}

/** Describes and pins the frozen models of an experiment; without `describe` they stay as they are. */
export async function pinFrozen(
  experiment: ExperimentNode,
  catalogue: Catalogue,
  describe: DescribeFrozen | undefined,
): Promise<PinnedFrozen> {
  const diagnostics = distinct(experiment.arms.flatMap(misplaced))
  const layers = experiment.arms.flatMap(({ space }) => onnxLayers(space.model))
  if (diagnostics.length > 0 || layers.length === 0 || describe === undefined) {
    return { experiment, frozen: new Map(), diagnostics }
  }
  const pins = new Map<ComponentNode, FrozenUse>()
  const asked = new Map<string, Promise<FrozenUse | Diagnostic>>()
  for (const layer of layers) {
    const key = JSON.stringify([plainOptions(layer), layer.span])
    const answer = asked.get(key) ?? describeIn(experiment, layer, catalogue, describe)
    asked.set(key, answer)
    const found = await answer
    if ('code' in found) diagnostics.push(found)
    else pins.set(layer, found)
  }
  return {
    experiment: withPins(experiment, new Map([...pins].map(([layer, use]) => [layer, firstOf(use)]))),
    frozen: new Map(experiment.arms.map(({ name, space }) => [name, usesIn(space.model, pins)])),
    diagnostics: distinct(diagnostics),
  }
}

/** Arms share their sections: what is wrong with a layer is said once. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const said = new Map(diagnostics.map((each) => [JSON.stringify([each.code, each.span]), each]))
  return [...said.values()]
}

/** Tasks differ in nothing that a space can see: any of them will do. */
const firstOf = ({ described }: FrozenUse): FrozenDescriptor | undefined => [...described.values()][0]

const usesIn = (model: ComponentNode | undefined, pins: ReadonlyMap<ComponentNode, FrozenUse>) =>
  onnxLayers(model).flatMap((layer) => pins.get(layer) ?? [])

/** Layers that do not stand where features are worked out. */
function misplaced({ space }: ArmNode): Diagnostic[] {
  const heads = new Set(headsOf(space.model))
  return onnxLayers(space.model)
    .filter((layer) => !heads.has(layer))
    .map(({ span }) =>
      finding('onnx-not-first', span, 'an `onnx` layer does not stand first in the model', {
        hint: 'its features are worked out before training, from prepared examples: put it at the beginning of the outermost `sequence`, or in a `choice`, `optional` or `switch` there',
      }),
    )
}

async function describeIn(
  { tasks }: ExperimentNode,
  layer: ComponentNode,
  catalogue: Catalogue,
  describe: DescribeFrozen,
): Promise<FrozenUse | Diagnostic> {
  const { file, output, sha256 } = textsOf(layer)
  const described = new Map<string, FrozenDescriptor>()
  for (const data of tasks) {
    const prepare = data.prepare.map((step) => prepareStep(step.component, plainOptions(step), catalogue))
    const question = { file, data, prepare, ...(output === undefined ? {} : { output }) }
    try {
      described.set(data.name, await describe(question))
    } catch (error) {
      if (!(error instanceof EspalierError)) throw error
      return finding(error.code, placeOf(error, layer, data), error.message, { hint: error.hint })
    }
  }
  const [first] = described.values()
  if (sha256 !== undefined && first !== undefined && sha256 !== first.sha256) {
    const message = `'${file}' is not the model that \`sha256\` names: it is ${first.sha256}`
    return finding('model-changed', optionSpan(layer, 'sha256'), message, {
      hint: 'put the file back as it was, or write the new digest',
    })
  }
  return { file, span: optionSpan(layer, 'file'), described }
}

/** What the fault is with: the name of a tensor, the preparation, or the file. */
function placeOf(error: EspalierError, layer: ComponentNode, { places, span }: DataNode): Span {
  if (error.code === 'onnx-output-unknown') return optionSpan(layer, 'output')
  const field = 'field' in error && typeof error.field === 'string' ? error.field : undefined
  return field === undefined ? optionSpan(layer, 'file') : (places[field] ?? span)
}

const optionSpan = ({ options, span }: ComponentNode, name: string): Span => options[name]?.span ?? span

function textsOf({ options }: ComponentNode): {
  readonly file: string
  readonly output: string | undefined
  readonly sha256: string | undefined
} {
  const text = (name: string): string | undefined => {
    const value = options[name]
    return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
  }
  return { file: text('file') ?? '', output: text('output'), sha256: text('sha256') }
}
