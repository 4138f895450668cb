// The loss of a space as one of its configurations has it: what checks ask about how a model is trained and what it gives.
import {
  drawAccepted,
  randomly,
  randomStream,
  specifier,
  type Specified,
} from '../../../runtime/catalogue.js'
import type { CheckContext, CheckedSpace } from './check.js'

/** A configuration's model and the loss that trains it; undefined where nothing can be drawn, or the procedure has no loss. */
export interface DrawnLoss {
  readonly definition: object
  readonly options: unknown
  readonly model: NonNullable<Specified['model']>
}

export function drawnLoss({ space }: CheckedSpace, { experiment }: CheckContext): DrawnLoss | undefined {
  const random = randomStream(experiment.seed, 'check', 'loss')
  const { model, training } = drawAccepted(specifier(space), randomly(random), 200) ?? {}
  const loss = training?.options['loss']
  if (model === undefined || !hasDefinition(loss)) return undefined
  return { definition: loss.definition, options: loss.options, model }
}

const hasDefinition = (value: unknown): value is { readonly definition: object; readonly options: unknown } =>
  typeof value === 'object' && value !== null && 'definition' in value && typeof value.definition === 'object'
