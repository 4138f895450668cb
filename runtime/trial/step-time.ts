// How long the training of a configuration takes here: a few steps of its real graph on made-up rows, before a run says what it will take.
import { hasOption, numberOption } from '../model/options.js'
import { recipeOf, trained } from '../model/recipe.js'
import type { Recipe } from '../model/training-recipe.js'
import type { SegmentRequest } from '../procedures/procedure.js'
import type { Specified } from '../space/search-space.js'
import { stopwatch } from '../support/clock.js'
import { sizeOf } from '../support/shape.js'
import { tensorFrom } from '../tensor/tensor.js'
import type { PreparedData } from './prepared-data.js'
import { openSupervised } from './supervised.js'

/** Seconds. */
export interface StepTime {
  /** Until the graph is built and loaded; a worker pays that once a structure. */
  readonly open: number
  readonly step: number
}

/** Operations that the steps of one measurement may take together, and those of the longest step that is tried. */
const operations = { all: 4e9, step: 4e10 } as const

/** Gradients cost about twice the forward pass. */
const trainingFactor = 3

/** Times a few steps on the cpu; undefined where one step is long or cannot be taken. */
export async function timeSteps(specified: Specified, rows: number): Promise<StepTime | undefined> {
  const recipe = recipeOf(specified, rows)
  const work = Math.max(1, specified.flops * recipe.batch * trainingFactor)
  if (work > operations.step) return undefined
  const steps = Math.max(1, Math.min(20, Math.floor(operations.all / work)))
  const prepared = madeUp(recipe, steps)
  const context = { directory: '.', device: 'cpu', metrics: [], progress: () => undefined } as const
  const procedure = openSupervised(() => Promise.resolve(prepared), context)
  try {
    const first = await timed(() => procedure.train([requestOf('first', specified, recipe, steps)]))
    const second = await timed(() => procedure.train([requestOf('second', specified, recipe, steps)]))
    if (first === undefined || second === undefined) return undefined
    return { open: Math.max(0, first - second), step: second / steps }
  } finally {
    await procedure.close()
  }
}

async function timed(train: () => Promise<readonly { readonly end: string }[]>): Promise<number | undefined> {
  const started = stopwatch()
  const [outcome] = await train()
  const took = (stopwatch() - started) / 1000
  return outcome?.end === 'completed' || outcome?.end === 'diverged' ? took : undefined
}

/** One epoch over the made-up rows. */
function requestOf(training: string, specified: Specified, recipe: Recipe, steps: number): SegmentRequest {
  const { definition, options } = trained(specified).training
  return {
    training,
    arm: 'time',
    task: 'time',
    phase: 'tune',
    specified,
    seed: 1,
    from: 0,
    to: 1,
    maximum: hasOption(definition, options, 'epochs') ? numberOption(definition, options, 'epochs') : 1,
    rows: { train: Uint32Array.from({ length: recipe.batch * steps }, (_, row) => row) },
  }
}

/** Rows of the right shapes: small reals, or codes that every vocabulary has. */
function madeUp({ model, loss, batch }: Recipe, steps: number): PreparedData {
  const { input, output } = model
  const rows = batch * steps
  const width = sizeOf(input.shape)
  const features = new Float32Array(rows * width)
  if (input.type === 'real') features.forEach((_, place) => (features[place] = ((place * 37) % 101) / 101))
  const isClass = loss.definition.target === 'class'
  return {
    key: 'made-up',
    features: tensorFrom('float32', [rows, ...input.shape], features),
    targets: isClass
      ? tensorFrom('int64', [rows], new BigInt64Array(rows))
      : tensorFrom('float32', [rows], new Float32Array(rows)),
    input,
    target: isClass ? { kind: 'class', classes: sizeOf(output.shape) } : { kind: 'real' },
  }
}
