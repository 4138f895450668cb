// What documents become: paths, defaults, definitions, arms. Independent of how the author ordered what has no order.
import { describe, expect, test } from '@jest/globals'
import { buildExperiment } from '../../../compiler/ir/build.js'
import { decisionsOf } from '../../../compiler/ir/decisions.js'
import type { ExperimentNode } from '../../../compiler/ir/nodes.js'
import { printExperiment } from '../../../compiler/ir/print.js'
import { loadSpecification } from '../../../compiler/source/includes.js'
import { inMemory } from '../../../compiler/source/project.js'
import { componentTest } from '../../../compiler/validate/validate.js'
import { catalogue } from '../../../runtime/catalogue.js'

function build(text: string, files: Readonly<Record<string, string>> = {}): ExperimentNode {
  const read = inMemory({ 'spec.yaml': text, ...files })
  const { root } = loadSpecification('spec.yaml', { read, isComponent: componentTest(catalogue) })
  if (root === undefined) throw new Error('the document cannot be read')
  const { experiment, diagnostics } = buildExperiment({
    root,
    catalogue,
    path: 'spec.yaml',
    bytesSha256: '',
    use: [],
  })
  expect(diagnostics).toEqual([])
  return experiment
}

const pathsOf = (text: string): readonly string[] => {
  const [arm] = build(text).arms
  return arm === undefined ? [] : decisionsOf(arm.space, catalogue).map(({ path }) => path)
}

const spaceOf = (modules: string): string => `space:\n  sequence:\n${modules.replace(/^/gm, '    ')}`

describe('decision paths', () => {
  test('follow hyperparameters, training, then the model in program order', () => {
    expect(
      pathsOf(
        [
          'space: { sequence: [{ affine: { units: [1, 2] } }] }',
          'train: { optimizer: [{ adam: { learning_rate: [0.1, 0.2] } }, sgd], batch_size: [8, 16], loss: mse, epochs: 1 }',
          'hyperparameters: { b: [1, 2], a: { uniform: [0, 1] } }',
        ].join('\n'),
      ),
    ).toEqual([
      'b',
      'a',
      'train.optimizer',
      'train.optimizer.adam.learning_rate',
      'train.batch_size',
      'affine.units',
    ])
  })

  test('tell siblings of one name apart, and take the name that is given', () => {
    const modules = `
- affine: { units: [1, 2] }
- affine: { units: [1, 2] }
- affine: { name: last, units: [1, 2] }
- sequence: [{ affine: { units: [3, 4] } }]
- residual: { affine: [5, 6] }
- residual: { sequence: [{ affine: [5, 6] }] }`
    expect(pathsOf(spaceOf(modules.trim()))).toEqual([
      'affine.units',
      'affine#2.units',
      'last.units',
      'sequence.affine.units',
      'residual.affine.units',
      'residual#2.affine.units',
    ])
  })

  test('mark copies that share nothing, and no others', () => {
    const repeat = (share: string) => `
- repeat:
    times: [1, 2]
    share: ${share}
    body: { sequence: [{ optional: batch_norm }, { choice: [relu, { leaky_relu: { slope: [0.1, 0.2] } }] }] }`
    const below = (prefix: string) => [
      'repeat.times',
      `${prefix}.optional`,
      `${prefix}.choice`,
      `${prefix}.choice.leaky_relu.slope`,
    ]
    expect(pathsOf(spaceOf(repeat('nothing').trim()))).toEqual(below('repeat[*]'))
    expect(pathsOf(spaceOf(repeat('choices').trim()))).toEqual(below('repeat'))
    expect(pathsOf(spaceOf(repeat('weights').trim()))).toEqual(below('repeat'))
  })

  test('leave out what cannot be chosen', () => {
    const modules = `
- affine: { units: [8] }
- choice: [relu]
- dropout: { rate: { uniform: [0.5, 0.5] } }
- affine: { units: { choice: [3] } }`
    expect(pathsOf(spaceOf(modules.trim()))).toEqual([])
  })

  test('stay lists where a list is a literal', () => {
    const modules =
      '- conv2d: { filters: 4, kernel: [3, 5] }\n- conv2d: { filters: 4, kernel: { choice: [[3, 5], 3] } }'
    expect(pathsOf(spaceOf(modules))).toEqual(['conv2d#2.kernel'])
  })
})

describe('definitions', () => {
  test('bind parameters where they are used, and expressions over them', () => {
    const { arms } = build(`
define:
  block:
    parameters: { units: 4, factor: }
    body: { sequence: [{ affine: { units: $units } }, { affine: { units: { expr: "units * factor" } } }] }
space: { sequence: [{ block: { factor: 3 } }, { block: { units: $width, factor: 2 } }] }
hyperparameters: { width: [1, 2] }`)
    const text = printExperiment({ ...build('name: x'), arms })
    expect(text).toContain('layer affine at block.affine\n          ')
    expect(text).toMatch(/affine at block\.affine\n\s+units: 4\n/)
    expect(text).toMatch(/affine at block\.affine#2\n\s+units: expr \(4 \* 3\)\n/)
    expect(text).toMatch(/affine at block#2\.affine#2\n\s+units: expr \(width \* 2\)\n/)
  })

  test('stand inside themselves to the stated depth: deeper alternatives are gone', () => {
    const grammar = (depth: number) => `
define: { tree: { depth: ${depth}, body: { choice: [relu, { sequence: [tree, { choice: [tanh, tree] }] }] } } }
space: { sequence: [tree] }`
    expect(pathsOf(grammar(1))).toEqual([])
    // At depth 2 the inner tree is relu alone, so only the choice beside it is left to make.
    expect(pathsOf(grammar(2))).toEqual(['tree.choice', 'tree.choice.sequence.choice'])
    expect(pathsOf(grammar(3)).length).toBeGreaterThan(3)
  })
})

describe('arms', () => {
  const text = `
sampler: { mcts: { exploration: 0.1 } }
train: { loss: mse, optimizer: { adam: { learning_rate: 0.5 } }, epochs: 3 }
data: { dataset: iris, pools: { tune: 0.6, evaluate: 0.4 } }
budget: { trials: 5 }
space: { affine: 3 }
arms:
  plain: {}
  other: { train: { optimizer: sgd }, sampler: random }
  same: { sampler: { mcts: { bisection: false } } }`
  const option = (arm: number, name: string) => build(text).arms[arm]?.space.training.options[name]

  test('replace components and keep what they do not mention', () => {
    expect(option(1, 'optimizer')).toMatchObject({ component: 'sgd' })
    expect(option(1, 'epochs')).toMatchObject({ value: 3, origin: 'written' })
    expect(option(0, 'optimizer')).toMatchObject({
      component: 'adam',
      options: { learning_rate: { value: 0.5 } },
    })
    expect(build(text).arms.map(({ sampler }) => sampler.component)).toEqual(['mcts', 'random', 'mcts'])
  })

  test('take defaults anew where a component is replaced by one of its kind', () => {
    expect(build(text).arms[2]?.sampler.options).toMatchObject({
      bisection: { value: false, origin: 'written' },
      exploration: { origin: 'default' },
    })
  })

  test('are one, called default, where none are written; a holdout is enough then', () => {
    const { arms, protocol } = build('space: { affine: 3 }')
    expect(arms.map(({ name }) => name)).toEqual(['default'])
    expect(protocol.component).toBe('holdout')
    expect(build(text).protocol.component).toBe('two_phase')
  })
})

describe('the document as a whole', () => {
  const sections = [
    'name: x',
    'seed: 3',
    'budget: { trials: 2 }',
    'space: { sequence: [{ affine: { units: [1, 2], bias: false } }, relu] }',
    'train: { loss: mse, optimizer: sgd, epochs: 2, batch_size: 4 }',
    'claims: [a better than b on accuracy over replicates at 0.01]',
    'arms: { a: { sampler: random }, b: { sampler: mcts } }',
    'resources: { memory: 512MiB, timeout: 10m }',
  ]

  test('means the same whatever the order of its sections', () => {
    const text = printExperiment(build(sections.join('\n')))
    expect(printExperiment(build([...sections].reverse().join('\n')))).toBe(text)
    const swapped = sections.join('\n').replace('units: [1, 2], bias: false', 'bias: false, units: [1, 2]')
    expect(printExperiment(build(swapped))).toBe(text)
  })

  test('means the same in one file or composed of several', () => {
    const [name = '', ...others] = sections
    const composed = build(`${name}\ninclude: base.yaml\nbudget: { trials: 2 }`, {
      'base.yaml': others.join('\n').replace('trials: 2', 'trials: 99'),
    })
    expect(printExperiment(composed)).toBe(printExperiment(build(sections.join('\n'))))
  })

  test('says units in bytes and seconds, and sentences as claims', () => {
    const { resources, claims } = build(sections.join('\n'))
    expect(resources).toEqual({ memoryBytes: 536_870_912, timeoutSeconds: 600 })
    expect(claims[0]).toMatchObject({
      id: 'a-better-b-accuracy',
      claim: 'better',
      arm: 'a',
      than: 'b',
      on: 'accuracy',
      over: 'replicates',
      at: 0.01,
    })
  })
})
