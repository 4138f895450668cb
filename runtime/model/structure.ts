// What shapes the graph of a training, as a digest: two trainings with equal structures run in one session.
// Options that only scale things are left out, but for the fact that one is exactly 0.
import { canonicalJson } from '../support/canonical-json.js'
import { digestOf } from '../support/digest.js'
import type { Definition } from '../../schemas/definition.js'
import type { Json, JsonObject } from '../../schemas/json.js'
import { InvariantError } from '../../schemas/diagnostic.js'
import type { ModuleTree } from '../space/module-tree.js'
import { isResolved, type Options } from './options.js'
import { isZeroScale, scaleOptions } from './scalars.js'
import type { Recipe } from './training-recipe.js'

/** Digest of everything that shapes the training graph. */
export const trainingStructure = (recipe: Recipe): string =>
  digestOf({
    model: describe(recipe.model),
    loss: shaping(recipe.loss.definition, recipe.loss.options),
    optimizer: shaping(recipe.optimizer.definition, recipe.optimizer.options),
    clips: recipe.clipNorm !== undefined,
    batch: recipe.batch,
    // Named only where they are there, so that the digests of trainings without them stay what they were.
    ...(recipe.clipValue === undefined ? {} : { clipsValues: true }),
    ...(recipe.accumulate === undefined ? {} : { accumulates: true }),
    ...(recipe.precision === undefined ? {} : { precision: recipe.precision }),
    ...(recipe.averaging === undefined ? {} : { averages: true }),
    ...(recipe.observed === undefined ? {} : { observes: recipe.observed }),
    ...(recipe.groups === undefined
      ? {}
      : { groups: recipe.groups.map(({ definition, options }) => shaping(definition, options)) }),
    ...reparametrizing(recipe),
  })

/** Digest of everything that shapes the evaluation graph: no optimizer, no batch size. */
export const inferenceStructure = (recipe: Omit<Recipe, 'batch'>): string =>
  digestOf({
    model: describe(recipe.model),
    loss: shaping(recipe.loss.definition, recipe.loss.options),
    ...reparametrizing(recipe),
  })

const reparametrizing = ({ reparametrizations }: Pick<Recipe, 'reparametrizations'>): JsonObject =>
  reparametrizations === undefined
    ? {}
    : { computes: reparametrizations.map(({ definition, options }) => shaping(definition, options)) }

/** A module tree as JSON, without what only scales. */
function describe(tree: ModuleTree): Json {
  switch (tree.kind) {
    case 'layer':
      return {
        path: tree.layer.path,
        scope: tree.parameters,
        layer: shaping(tree.layer.definition, tree.layer.options),
        input: { ...tree.input, shape: [...tree.input.shape] },
      }
    case 'sequence':
      return tree.children.map(describe)
    case 'residual':
      return { residual: describe(tree.body), output: [...tree.output.shape] }
    case 'parallel':
      return { [tree.merge]: tree.branches.map(describe), output: [...tree.output.shape] }
  }
}

/** Kind and options of a component; initializers do not shape the graph. */
function shaping(definition: Definition, options: Options): Json {
  const scales = new Set(scaleOptions(definition))
  const shapes = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === null || definition.options[name]?.['x-role'] === 'initializer')
      return []
    if (scales.has(name)) return isZeroScale(definition, options, name) ? [[name, 0] as const] : []
    if (isResolved(value)) return [[name, shaping(value.definition, value.options)] as const]
    return [[name, plain(value)] as const]
  })
  return { kind: definition.kind, options: Object.fromEntries(shapes) }
}

function plain(value: unknown): Json {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(plain)
  throw new InvariantError(`option ${canonicalJson(String(value))} has no canonical form`)
}
