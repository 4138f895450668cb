// Small trainings for tests: models written as layers, synthetic data, requests.
import type { Definition } from '../../schemas/definition.js'
import * as layers from '../../runtime/model/layers/index.js'
import * as losses from '../../runtime/model/losses/index.js'
import * as optimizers from '../../runtime/model/optimizers/index.js'
import type { Options } from '../../runtime/model/options.js'
import { supervised } from '../../runtime/procedures/supervised.js'
import type { ProcedureContext, SegmentRequest } from '../../runtime/procedures/procedure.js'
import type { LayerDefinition, ModuleTree, Resolved } from '../../runtime/space/module-tree.js'
import type { Specified } from '../../runtime/space/search-space.js'
import type { Signal } from '../../runtime/support/shape.js'
import { randomStream } from '../../runtime/support/random.js'
import { tensorFrom } from '../../runtime/tensor/tensor.js'
import type { PreparedData } from '../../runtime/trial/prepared-data.js'

/** A component with options, as a configuration leaves it. */
export const resolved = (
  definition: Definition,
  options: Options = {},
  path: string = definition.kind,
): Resolved => ({
  definition,
  options,
  path,
})

/** One layer after the other; names are kinds, numbered. */
export function sequenceOf(
  input: Signal,
  uses: readonly (readonly [keyof typeof layers, Options?])[],
): Extract<ModuleTree, { kind: 'sequence' }> {
  let signal = input
  const children = uses.map(([name, options = {}], index): ModuleTree => {
    const definition: LayerDefinition = layers[name]
    const output = definition.output(options, signal)
    const path = `${definition.kind}#${String(index)}`
    const use = {
      kind: 'layer',
      layer: resolved(definition, options, path),
      parameters: path,
      input: signal,
      output,
    } as const
    signal = output
    return use
  })
  return { kind: 'sequence', children, input, output: signal }
}

/** A configuration from a model and training options. */
export function specifiedAs(model: ModuleTree, training: Options): Specified {
  const costs = layersIn(model).map((use) =>
    (use.layer.definition as LayerDefinition).cost(use.layer.options, use.input),
  )
  return {
    configuration: {},
    settled: {},
    decisions: [],
    hyperparameters: {},
    training: resolved(supervised, training, 'train'),
    model,
    parameters: costs.reduce((sum, cost) => sum + cost.parameters, 0),
    flops: costs.reduce((sum, cost) => sum + cost.flops, 0),
  }
}

const layersIn = (tree: ModuleTree): readonly Extract<ModuleTree, { kind: 'layer' }>[] => {
  switch (tree.kind) {
    case 'layer':
      return [tree]
    case 'sequence':
      return tree.children.flatMap(layersIn)
    case 'residual':
      return layersIn(tree.body)
    case 'parallel':
      return tree.branches.flatMap(layersIn)
  }
}

/** Cross-entropy with an optimizer. */
export const classification = (
  optimizer: keyof typeof optimizers,
  options: Options,
  more: Options = {},
): Options => ({
  loss: resolved(losses.crossEntropy),
  optimizer: resolved(optimizers[optimizer], options),
  ...more,
})

/** Three Gaussian clouds in the plane's first features: easy to learn, not perfectly separable. */
export function clouds(rows: number, features = 4): PreparedData {
  const random = randomStream('clouds', rows, features)
  const data = new Float32Array(rows * features)
  const codes = new BigInt64Array(rows)
  for (let row = 0; row < rows; row += 1) {
    const code = row % 3
    codes[row] = BigInt(code)
    for (let feature = 0; feature < features; feature += 1) {
      data[row * features + feature] = random.normal() * 0.6 + (feature % 3 === code ? 1.5 : 0)
    }
  }
  return {
    key: `clouds ${String(rows)} ${String(features)}`,
    features: tensorFrom('float32', [rows, features], data),
    targets: tensorFrom('int64', [rows], codes),
    input: { shape: [features], type: 'real' },
    target: { kind: 'class', classes: 3 },
  }
}

/** first, first + 1, … below end. */
export const rowsFrom = (first: number, end: number): Uint32Array =>
  Uint32Array.from({ length: end - first }, (_, index) => first + index)

/** A context that measures accuracy and remembers nothing. */
export const context: ProcedureContext = {
  directory: '.',
  device: 'cpu',
  metrics: ['accuracy'],
  progress: () => undefined,
}

/** A request over the first rows of a data set, to its end in one segment. */
export const requestFor = (
  specified: Specified,
  more: Partial<SegmentRequest> & Pick<SegmentRequest, 'rows'>,
): SegmentRequest => ({
  training: 'training',
  arm: 'default',
  task: 'task',
  phase: 'tune',
  specified,
  seed: 1,
  from: 0,
  to: 1,
  maximum: 1,
  ...more,
})
