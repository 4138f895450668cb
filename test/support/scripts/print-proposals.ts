// Prints the proposals of every sampler on one case as JSON, by kind: the other process of the samplers' conformance suite.
import * as samplers from '../../../runtime/samplers/index.js'
import type { SamplerDefinition } from '../../../runtime/samplers/sampler.js'
import { awkward, mixed } from '../sampler-cases.js'
import { runSearch } from '../searches.js'

const found = Object.values<SamplerDefinition>(samplers).map((sampler) => {
  const search = { sampler, space: mixed, evaluate: awkward, trials: 20, slots: 4, bounds: [0, 1] as const }
  return [sampler.kind, runSearch(search).proposals] as const
})
process.stdout.write(JSON.stringify(Object.fromEntries(found)))
