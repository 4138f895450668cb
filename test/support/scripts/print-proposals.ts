// Prints the proposals of one sampler on one case as JSON: the other process of the samplers' conformance suite.
import * as samplers from '../../../runtime/samplers/index.js'
import type { SamplerDefinition } from '../../../runtime/samplers/sampler.js'
import { awkward, samplerCases } from '../sampler-cases.js'
import { runSearch } from '../searches.js'

const [, , , kind = '', name = ''] = process.argv
const sampler = Object.values<SamplerDefinition>(samplers).find((member) => member.kind === kind)
const space = samplerCases[name]
if (sampler === undefined || space === undefined) throw new Error(`no sampler '${kind}' or no case '${name}'`)
const { proposals } = runSearch({ sampler, space, evaluate: awkward, trials: 20, slots: 4, bounds: [0, 1] })
process.stdout.write(JSON.stringify(proposals))
