// What the model ends in must be what the loss and the target take; the losses say so themselves.
import {
  drawAccepted,
  randomly,
  randomStream,
  specifier,
  type Specified,
} from '../../../runtime/catalogue.js'
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { Check, CheckContext, CheckedSpace } from './check.js'

export const lossFitsModel: Check = (context) =>
  context.spaces.flatMap((checked) => {
    const random = randomStream(context.experiment.seed, 'check', 'loss')
    const specified = drawAccepted(specifier(checked.space), randomly(random), 200)
    const problem = specified === undefined ? undefined : refusal(specified, context)
    return problem === undefined
      ? []
      : [finding('loss-fits-model', lossSpan(checked), problem, { hint: hintFor(context) })]
  })

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
const hintFor = ({ tasks }: CheckContext): string =>
  tasks[0]?.data?.target.type === 'class'
    ? 'for classes, `cross_entropy` goes with `affine: { units: $data.classes }` as the last layer'
    : 'for numbers, `mse` or `huber` goes with `affine: { units: 1 }` as the last layer'

function lossSpan({ node }: CheckedSpace): Span {
  return node.training.options['loss']?.span ?? node.training.span
}

const hasDefinition = (value: unknown): value is { readonly definition: object; readonly options: unknown } =>
  typeof value === 'object' && value !== null && 'definition' in value && typeof value.definition === 'object'
