// What every sampler of the catalogue must do, on every kind of space. A new member is held to this the day it is added.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import type { SamplerDefinition } from '../../runtime/samplers/sampler.js'
import type { Configuration } from '../../runtime/space/decision.js'
import { replay } from '../../runtime/space/replay.js'
import { randomStream } from '../../runtime/support/random.js'
import { awkward, mixed, samplerCases, unsatisfiable } from '../support/sampler-cases.js'
import { samplers, samplerVariants } from '../support/sampler-variants.js'
import { contextOf, runSearch } from '../support/searches.js'
import type { Search } from '../support/searches.js'

function gridSampler(): SamplerDefinition {
  const found = samplers.find((sampler) => sampler.kind === 'grid')
  if (found === undefined) throw new Error('no grid in the catalogue')
  return found
}

const golden = (file: string): string => fileURLToPath(new URL(`../golden/samplers/${file}`, import.meta.url))

describe.each(samplerVariants)('%s', (_, sampler, options) => {
  const search = (changes: Partial<Search>): Search => ({
    sampler,
    space: mixed,
    options,
    evaluate: awkward,
    trials: 20,
    slots: 4,
    bounds: [0, 1],
    ...changes,
  })

  const cases =
    Object.keys(options).length === 0 ? Object.keys(samplerCases) : ['mixed', 'constrained', 'deep']

  test.each(cases)('proposes configurations of the space: %s', (name) => {
    const space = samplerCases[name] ?? mixed
    if (sampler.refuses(contextOf(search({ space }))) !== undefined) return
    const { proposals } = runSearch(search({ space }))
    expect(proposals.length).toBeGreaterThan(0)
    for (const proposal of proposals) expect(replay(space, proposal).configuration).toEqual(proposal)
  })

  test('says that nothing can be proposed where constraints refuse everything', () => {
    expect(runSearch(search({ space: unsatisfiable })).ended).toBe('exhausted')
  })

  test('proposes the same for the same seed and events, and does not change its state by proposing', () => {
    const one = runSearch(search({}))
    expect(runSearch(search({})).proposals).toEqual(one.proposals)
    const state = sampler.start(contextOf(search({})))
    for (const event of one.events) sampler.observe(state, event)
    const first = sampler.propose(state, randomStream('again'))
    sampler.propose(state, randomStream('between'))
    expect(sampler.propose(state, randomStream('again'))).toEqual(first)
  })

  test('is rebuilt by its events, cut anywhere', () => {
    const { events, proposals } = runSearch(search({}))
    for (let trial = 0; trial < proposals.length; trial += 4) {
      const before = events.findIndex((event) => event.kind === 'proposed' && event.trial === trial)
      const state = sampler.start(contextOf(search({})))
      for (const event of events.slice(0, before)) sampler.observe(state, event)
      const proposal = sampler.propose(state, randomStream(1, 'propose', trial))
      expect(proposal).toMatchObject({ kind: 'configuration', configuration: proposals[trial] })
    }
  })

  test('proposes the same under a larger budget, where it says so', () => {
    if (sampler.dependsOnBudget !== false) return
    const { proposals } = runSearch(search({ trials: 15, slots: 2 }))
    const state = sampler.start(contextOf(search({ trials: 400 })))
    const larger: Configuration[] = []
    // The same events in the same order; only the context says that more will follow.
    for (const event of runSearch(search({ trials: 15, slots: 2 })).events) {
      if (event.kind === 'proposed') {
        const proposal = sampler.propose(state, randomStream(1, 'propose', event.trial))
        if (proposal.kind === 'configuration') larger.push(proposal.configuration)
      }
      sampler.observe(state, event)
    }
    expect(larger).toEqual(proposals)
  })

  test('proposes with 500 trials pending', () => {
    const state = sampler.start(contextOf(search({ trials: 500 })))
    const seen = new Set<string>()
    for (let trial = 0; trial < 500; trial += 1) {
      const proposal = sampler.propose(state, randomStream('pending', trial))
      if (proposal.kind !== 'configuration') throw new Error(`trial ${trial}: ${proposal.kind}`)
      seen.add(JSON.stringify(proposal.configuration))
      sampler.observe(state, { kind: 'proposed', trial, configuration: proposal.configuration })
    }
    expect(seen.size).toBeGreaterThan(400)
  })

  test('takes trials that it did not propose, and intermediate values', () => {
    const state = sampler.start(contextOf(search({})))
    const [own] = runSearch(search({ seed: 9 })).proposals
    const configuration: Configuration = own ?? {}
    sampler.observe(state, { kind: 'proposed', trial: 0, configuration })
    sampler.observe(state, { kind: 'progressed', trial: 0, fidelity: 1, values: [0.4] })
    sampler.observe(state, { kind: 'finished', trial: 0, configuration, values: [0.5] })
    expect(sampler.propose(state, randomStream('next')).kind).toBe('configuration')
  })
})

describe.each(samplers.map((sampler) => [sampler.kind, sampler] as const))('%s alone', (kind, sampler) => {
  const search: Search = { sampler, space: mixed, evaluate: awkward, trials: 20, slots: 4, bounds: [0, 1] }

  test('proposes what it proposed when its golden file was written', () => {
    const { proposals } = runSearch({ ...search, trials: 12 })
    const file = golden(`${kind}.json`)
    const text = `${JSON.stringify(proposals, undefined, 2)}\n`
    if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(file)) {
      mkdirSync(golden(''), { recursive: true })
      writeFileSync(file, text)
    }
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('takes no more from results than it says', () => {
    const good = runSearch({ ...search, trials: 40 })
    const flat = runSearch({ ...search, trials: 40, evaluate: (_, trial) => (trial % 2 === 0 ? 0.1 : 0.9) })
    if (sampler.adaptive) expect(good.proposals).not.toEqual(flat.proposals)
    else expect(good.proposals).toEqual(flat.proposals)
  })
})

test('every sampler proposes the same in another process', () => {
  const script = fileURLToPath(new URL('../support/scripts/run-typescript.mjs', import.meta.url))
  const program = fileURLToPath(new URL('../support/scripts/print-proposals.ts', import.meta.url))
  const printed = execFileSync(process.execPath, [script, program], { encoding: 'utf8' })
  const here = samplers.map((sampler) => {
    const search: Search = { sampler, space: mixed, evaluate: awkward, trials: 20, slots: 4, bounds: [0, 1] }
    return [sampler.kind, runSearch(search).proposals] as const
  })
  expect(JSON.parse(printed)).toEqual(Object.fromEntries(here))
})

describe('exhaustion', () => {
  test('the grid ends after each configuration once', () => {
    const grid = gridSampler()
    const tiny = samplerCases['tiny'] ?? mixed
    const { proposals, ended } = runSearch({ sampler: grid, space: tiny, evaluate: awkward, trials: 10 })
    expect(proposals).toEqual([
      { x: 1, y: 1 },
      { x: 1, y: 2 },
      { x: 2, y: 1 },
      { x: 2, y: 2 },
    ])
    expect(ended).toBe('exhausted')
  })

  test('the grid passes over what was tried before', () => {
    const grid = gridSampler()
    const state = grid.start(
      contextOf({ sampler: grid, space: samplerCases['tiny'] ?? mixed, evaluate: awkward, trials: 4 }),
    )
    grid.observe(state, { kind: 'proposed', trial: 0, configuration: { x: 1, y: 1 } })
    expect(grid.propose(state, randomStream(1))).toEqual({
      kind: 'configuration',
      configuration: { x: 1, y: 2 },
    })
  })
})
