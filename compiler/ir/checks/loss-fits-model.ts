// What the model ends in must be what the loss and the target take; the losses say so themselves.
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { layersIn } from '../possible-layers.js'
import type { Check, CheckContext, CheckedSpace } from './check.js'
import { drawnLoss, type DrawnLoss } from './drawn-loss.js'

export const lossFitsModel: Check = (context) =>
  context.spaces.flatMap((checked) => {
    const loss = drawnLoss(checked, context)
    if (loss === undefined) return []
    const drawsSamples = 'outputs' in loss.definition && loss.definition.outputs === 'samples'
    const noiseless = drawsSamples ? undefined : withoutNoise(checked, context)
    const problem = noiseless ?? refusal(loss, context)
    if (problem === undefined) return []
    const hint = noiseless === undefined ? hintFor(drawsSamples, context) : '`consistency` adds noise'
    return [finding('loss-fits-model', lossSpan(checked), problem, { hint })]
  })

/** The complaint about a layer that asks for a level of noise. */
function withoutNoise({ node }: CheckedSpace, { catalogue }: CheckContext): string | undefined {
  const layers = node.model === undefined ? [] : layersIn(node.model, catalogue)
  const asking = layers.find(({ kind }) => {
    const { readsLevel } = (catalogue.layer.get(kind) ?? {}) as { readonly readsLevel?: boolean }
    return readsLevel === true
  })
  return asking === undefined
    ? undefined
    : `'${asking.kind}' asks for a level of noise, but this loss adds none`
}

function refusal({ definition, options, model }: DrawnLoss, { tasks }: CheckContext): string | undefined {
  const data = tasks[0]?.data
  if (data === undefined) return undefined
  if (!('refuses' in definition) || typeof definition.refuses !== 'function') return undefined
  const target =
    data.target.type === 'class'
      ? { kind: 'class', classes: data.target.classes?.length ?? 0 }
      : { kind: 'real' }
  const problem: unknown = definition.refuses(model.output, target, options, model.input)
  return typeof problem === 'string' ? problem : undefined
}

/** A loss and a last layer that fit the target of the data. */
function hintFor(drawsSamples: boolean, { tasks }: CheckContext): string {
  if (drawsSamples) return 'a model that draws samples ends in as many outputs as the data have numbers'
  return tasks[0]?.data?.target.type === 'class'
    ? 'for classes, `cross_entropy` goes with `affine: { units: $data.classes }` as the last layer'
    : 'for numbers, `mse` or `huber` goes with `affine: { units: 1 }` as the last layer'
}

function lossSpan({ node }: CheckedSpace): Span {
  return node.training.options['loss']?.span ?? node.training.span
}
