// What `on:` of a claim is resolved to: a quantity, its metric and its options.
import type { ClaimDeclaration } from '../../../schemas/claim-declaration.js'
import type { OptionSchema } from '../../../schemas/definition.js'
import { PlanError } from '../../../schemas/diagnostic.js'
import type { JsonObject } from '../../../schemas/json.js'
import * as members from './index.js'
import type { Quantity } from './quantity.js'

const quantities: ReadonlyMap<string, Quantity> = new Map(
  Object.values(members).map((member: Quantity) => [member.kind, member]),
)

/** Schemas of the map forms of `on:`, by kind. */
export const quantityOptions: Readonly<Record<string, OptionSchema>> = Object.fromEntries(
  [...quantities.values()].map(({ kind, summary, options, required }) => [
    kind,
    {
      type: 'object',
      description: summary,
      properties: {
        metric: { type: 'string', description: 'The metric, as tuning measured it.' },
        ...options,
      },
      required: ['metric', ...required],
      additionalProperties: false,
    },
  ]),
)

/** The quantity of a claim, with the metric it is computed from. */
export interface ClaimQuantity {
  readonly quantity: Quantity
  readonly metric: string
  readonly options: JsonObject
}

const tuningPrefix = 'tuning.'

/** Resolves `on:` and `quantity`. @throws PlanError `unknown-quantity` */
export function quantityOf(claim: Pick<ClaimDeclaration, 'on' | 'quantity'>): ClaimQuantity {
  const short = claim.on.startsWith(tuningPrefix) ? 'tuning' : 'evaluation'
  const kind = claim.quantity?.kind ?? short
  const quantity = quantities.get(kind)
  if (quantity === undefined) {
    throw new PlanError(
      'unknown-quantity',
      `a claim is about '${kind}'; known are ${[...quantities.keys()].join(', ')}`,
    )
  }
  const metric = claim.on.startsWith(tuningPrefix) ? claim.on.slice(tuningPrefix.length) : claim.on
  return { quantity, metric, options: claim.quantity?.options ?? {} }
}

/** Metrics that the quantity of a claim is computed from. @throws PlanError `unknown-quantity` */
export function metricsOf(claim: Pick<ClaimDeclaration, 'on' | 'quantity'>): readonly string[] {
  const { quantity, metric } = quantityOf(claim)
  return [metric, ...(quantity.reads ?? [])]
}

/** Arms that a written quantity names; none where its kind is unknown. */
export const quantityArms = (kind: string, options: JsonObject): readonly string[] =>
  quantities.get(kind)?.arms?.(options) ?? []

/** What a claim is about, in words: "best tuning accuracy after 64 trials". @throws PlanError `unknown-quantity` */
export function describeQuantity(claim: Pick<ClaimDeclaration, 'on' | 'quantity'>): string {
  const { quantity, metric, options } = quantityOf(claim)
  return quantity.describe(metric, options)
}
