// What the model ends in must be what the loss and the target take; the losses say so themselves.
import {
  drawAccepted,
  randomly,
  randomStream,
  specifier,
  type Catalogue,
  type Specified,
} from '../../../runtime/catalogue.js'
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { layersIn } from '../possible-layers.js'
import { drawsSamples } from '../possible-losses.js'
import type { Check, CheckContext, CheckedSpace } from './check.js'

export const lossFitsModel: Check = (context) =>
  context.spaces.flatMap((checked) => {
    const noiseless = withoutNoise(checked, context.catalogue)
    if (noiseless !== undefined) {
      const hint = 'losses that add noise, such as `consistency`, give one'
      return [finding('loss-fits-model', lossSpan(checked), noiseless, { hint })]
    }
    const random = randomStream(context.experiment.seed, 'check', 'loss')
    const specified = drawAccepted(specifier(checked.space), randomly(random), 200)
    const problem = specified === undefined ? undefined : refusal(specified, context)
    return problem === undefined
      ? []
      : [finding('loss-fits-model', lossSpan(checked), problem, { hint: hintFor(checked, context) })]
  })

/** The complaint about layers that ask for a level of noise where no loss gives one. */
function withoutNoise({ node }: CheckedSpace, catalogue: Catalogue): string | undefined {
  if (node.model === undefined || drawsSamples(node, catalogue) !== 'never') return undefined
  const asking = layersIn(node.model, catalogue).find(({ kind }) => {
    const { readsLevel } = (catalogue.layer.get(kind) ?? {}) as { readonly readsLevel?: boolean }
    return readsLevel === true
  })
  return asking === undefined
    ? undefined
    : `'${asking.kind}' asks for a level of noise, but this loss adds none`
}

function refusal({ training, model }: Specified, { tasks }: CheckContext): string | undefined {
  const loss = training?.options['loss']
  const data = tasks[0]?.data
  if (data === undefined || model === undefined || !hasDefinition(loss)) return undefined
  const { definition, options } = loss
  if (!('refuses' in definition) || typeof definition.refuses !== 'function') return undefined
  const target =
    data.target.type === 'class'
      ? { kind: 'class', classes: data.target.classes?.length ?? 0 }
      : { kind: 'real' }
  const problem: unknown = definition.refuses(model.output, target, options, model.input)
  return typeof problem === 'string' ? problem : undefined
}

/** A loss and a last layer that fit the target of the data. */
function hintFor({ node }: CheckedSpace, { tasks, catalogue }: CheckContext): string {
  if (drawsSamples(node, catalogue) === 'always')
    return 'a model that draws samples ends in as many outputs as the data have columns or pixels'
  return tasks[0]?.data?.target.type === 'class'
    ? 'for classes, `cross_entropy` goes with `affine: { units: $data.classes }` as the last layer'
    : 'for numbers, `mse` or `huber` goes with `affine: { units: 1 }` as the last layer'
}

function lossSpan({ node }: CheckedSpace): Span {
  return node.training.options['loss']?.span ?? node.training.span
}

const hasDefinition = (value: unknown): value is { readonly definition: object; readonly options: unknown } =>
  typeof value === 'object' && value !== null && 'definition' in value && typeof value.definition === 'object'
