// Every sampler of the catalogue, and the options under which each behaves differently.
import { catalogue } from '../../runtime/catalogue.js'
import type { SamplerDefinition } from '../../runtime/samplers/sampler.js'
import type { Definition } from '../../schemas/definition.js'

/** The samplers of the catalogue. */
export const samplers: readonly SamplerDefinition[] = [...catalogue.sampler.values()].filter(isSampler)

function isSampler(definition: Definition): definition is SamplerDefinition {
  return definition.role === 'sampler'
}

/** A sampler with options other than its defaults, and a name for the two. */
export type SamplerVariant = readonly [string, SamplerDefinition, Readonly<Record<string, unknown>>]

/** Every sampler by its defaults and with each other member of an enumeration and the opposite of each boolean, one at a time. */
export const samplerVariants: readonly SamplerVariant[] = samplers.flatMap((sampler) => [
  [sampler.kind, sampler, {}] as const,
  ...Object.entries(sampler.options).flatMap(([name, schema]) =>
    otherValues(schema).map(
      (value) => [`${sampler.kind} ${name}=${String(value)}`, sampler, { [name]: value }] as const,
    ),
  ),
])

function otherValues(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { enum: members, type, default: usual } = schema
  if (Array.isArray(members)) return members.filter((member) => member !== usual)
  return type === 'boolean' ? [usual !== true] : []
}
