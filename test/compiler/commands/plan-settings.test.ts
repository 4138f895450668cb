// Settings of plans: every change of a specification is named, and nothing else is.
import { describe, expect, test } from '@jest/globals'
import { differingSettings, planSettings } from '../../../compiler/commands/plan-settings.js'
import { createTestCompiler } from '../../support/compile-specification.js'

const compiler = createTestCompiler()

async function planOf(text: string): Promise<string> {
  const { plan, diagnostics } = await compiler.compileText(text)
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics))
  return plan
}

const specification = (changes: Readonly<Record<string, string>> = {}): string => {
  const text = `espalier: 1
name: small
seed: 1
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.6, evaluate: 0.4, by: stratified } }
space:
  sequence:
    - affine: { units: [4, 8] }
    - relu
    - affine: { units: $data.classes }
hyperparameters:
  rate: { log_uniform: [0.001, 0.1] }
train: { loss: cross_entropy, optimizer: { adam: { learning_rate: $rate } }, epochs: 5 }
objective: { maximize: accuracy }
budget: { trials: 8 }
arms:
  a: { sampler: { tpe: { startup: 4 } } }
  b: { sampler: random }
protocol: { two_phase: { replicates: 6 } }
claims: [a better than b on accuracy]
`
  return Object.entries(changes).reduce((changed, [from, to]) => {
    expect(changed).toContain(from)
    return changed.replace(from, to)
  }, text)
}

const changesOf = async (changes: Readonly<Record<string, string>>) => {
  const plans = await Promise.all([specification(), specification(changes)].map(planOf))
  return differingSettings(plans).map(({ place, values }) => [place, ...values])
}

describe('differingSettings', () => {
  test.each([
    ['a number', { 'startup: 4': 'startup: 5' }, [['samplers.a.startup', '4', '5']]],
    [
      'an option within an option',
      { 'startup: 4': 'startup: 4, gamma: { sqrt: {} }' },
      'samplers.a.gamma.sqrt.factor',
    ],
    ['a component', { 'adam:': 'rmsprop:' }, 'training.optimizer'],
    ['a domain', { '[0.001, 0.1]': '[0.001, 0.2]' }, 'hyperparameters.rate'],
    ['a layer', { '- relu': '- tanh' }, 'model.tanh'],
    ['a list of choices', { '[4, 8]': '[4, 8, 16]' }, 'model.affine.units'],
    ['a budget', { 'trials: 8': 'trials: 9' }, 'arms.a.trials'],
    ['a pool', { 'tune: 0.6, evaluate: 0.4': 'tune: 0.5, evaluate: 0.5' }, 'data.pools.tune'],
    ['a claim', { 'a better than b': 'b better than a' }, undefined],
    ['another arm', { '  b:': '  c: { sampler: grid }\n  b:' }, 'arms.c.trials'],
  ] as const)('names %s', async (_, changes, expected) => {
    const found = await changesOf(changes)
    if (typeof expected === 'object') expect(found).toEqual(expected)
    else if (expected !== undefined) expect(found.map(([place]) => place)).toContain(expected)
    expect(found.length).toBeGreaterThan(0)
  })

  test('is silent on comments and places', async () => {
    expect(await changesOf({ 'seed: 1': '# a comment\nseed: 1   # another\n' })).toEqual([])
  })
})

test('planSettings gives each setting a place of its own', async () => {
  const settings = planSettings(await planOf(specification()))
  expect(settings.get('training.optimizer')).toBe('adam')
  expect(settings.get('arms.b.trials')).toBe('8')
  expect(settings.get('protocol.replicates')).toBe('6')
  expect(settings.get('seed')).toBe('1')
})
