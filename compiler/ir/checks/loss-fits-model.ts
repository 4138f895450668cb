// What the model ends in must be what the loss and the target take; the losses say so themselves.
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { Check, CheckContext, CheckedSpace } from './check.js'
import { drawnLoss } from './drawn-loss.js'

export const lossFitsModel: Check = (context) =>
  context.spaces.flatMap((checked) => {
    const problem = refusal(checked, context)
    return problem === undefined
      ? []
      : [finding('loss-fits-model', lossSpan(checked), problem, { hint: hintFor(context) })]
  })

function refusal(checked: CheckedSpace, context: CheckContext): string | undefined {
  const data = context.tasks[0]?.data
  const loss = data === undefined ? undefined : drawnLoss(checked, context)
  if (data === undefined || loss === undefined) return undefined
  const { definition, options, model } = loss
  if (!('refuses' in definition) || typeof definition.refuses !== 'function') return undefined
  const target =
    data.target.type === 'class'
      ? { kind: 'class', classes: data.target.classes?.length ?? 0 }
      : { kind: 'real' }
  const problem: unknown = definition.refuses(model.output, target, options)
  return typeof problem === 'string' ? problem : undefined
}

/** A loss and a last layer that fit the target of the data. */
const hintFor = ({ tasks }: CheckContext): string =>
  tasks[0]?.data?.target.type === 'class'
    ? 'for classes, `cross_entropy` goes with `affine: { units: $data.classes }` as the last layer'
    : 'for numbers, `mse` or `huber` goes with `affine: { units: 1 }` as the last layer'

function lossSpan({ node }: CheckedSpace): Span {
  return node.training.options['loss']?.span ?? node.training.span
}
