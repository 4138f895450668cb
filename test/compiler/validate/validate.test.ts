import { describe, expect, test } from '@jest/globals'
import { checkSpecification } from '../../../compiler/check.js'
import { printFindings } from '../../../compiler/diagnostics/print-text.js'
import { inMemory } from '../../../compiler/source/project.js'
import { createStandardValidator } from '../../../compiler/standard-validator.js'

const validator = createStandardValidator()

/** Everything said about a text. */
function said(text: string, files: Readonly<Record<string, string>> = {}): string {
  const { diagnostics, files: read } = checkSpecification('spec.yaml', {
    read: inMemory({ 'spec.yaml': text, ...files }),
    validator,
  })
  return printFindings(diagnostics, read)
}

/** Codes with lines. */
const codes = (text: string): readonly string[] =>
  checkSpecification('spec.yaml', { read: inMemory({ 'spec.yaml': text }), validator }).diagnostics.map(
    ({ code, span }) => `${String(span?.start.line)} ${code}`,
  )

const native = `
espalier: 1
name: small
data: { dataset: digits }
train: { loss: cross_entropy, epochs: 2 }
objective: { maximize: accuracy }
budget: { trials: 4 }
`.trimStart()

describe('the whole language', () => {
  test('is accepted: everything that a native experiment can say', () => {
    const text = `
# yaml-language-server: $schema=../schemas/experiment.schema.json
espalier: 1
name: everything
description: all sections at once
seed: 7
include: base.yaml
use: ./my-layer.ts
data:
  dataset: mnist
  prepare: [scale]
  pools: { tune: 0.5, evaluate: 0.5, by: stratified }
define:
  block:
    parameters: { width: 16, act: relu, deep: }
    body:
      sequence:
        - conv2d: { filters: $width, kernel: [3, 5], name: main }
        - $act
        - optional: batch_norm
        - repeat: { times: $deep, share: weights, body: [relu, identity] }
  tree:
    depth: 3
    body: { choice: [relu, { sequence: [tree, gelu] }] }
  plain: relu
space:
  sequence:
    - block: { width: [8, 16], act: { choice: [relu, gelu] }, deep: 2 }
    - block: { deep: { int: [1, 3] } }
    - tree
    - plain
    - switch: { on: $activation, cases: { relu: relu, gelu: gelu } }
    - switch: { on: $deep, cases: { 1: relu, 2: gelu }, otherwise: identity }
    - repeat: { times: [1, 2], share: nothing, body: { conv2d: 8 } }
    - residual: { sequence: [relu, dropout: { rate: { uniform: [0.0, 0.5] } }] }
    - parallel: { branches: [relu, [gelu, relu]], merge: add }
    - permutation: [relu, batch_norm]
    - conv2d: { filters: { log_int: [4, 64] }, kernel: { choice: [3, [3, 5]], where: "value != 4" }, padding: [same, valid] }
    - flatten
    - affine: { units: { expr: "2 * width" } }
    - affine: { units: $data.classes }
hyperparameters:
  width: [8, 16]
  deep: { choice: [1, 2, 3], description: how deep }
  activation: [relu, gelu]
  rate: { log_uniform: [1.0e-4, 1.0e-1] }
  momentum: { uniform: [0.0, 0.99], when: "deep > 1" }
  noise: { normal: [0.0, 1.0] }
  fixed_value: 3
  literal: { const: [1, 2] }
constraints: ["parameters <= 200000", "rate * deep < 1 || noise > 0", "width > fixed_value", "literal != 3"]
train:
  loss: { cross_entropy: { label_smoothing: [0, 0.1] } }
  optimizer: [{ adam: { learning_rate: $rate } }, { momentum: { learning_rate: $rate, momentum: $momentum } }]
  schedule: { cosine: { warmup: 0.05 } }
  batch_size: [32, 64]
  epochs: 2
objective: [{ maximize: accuracy }, { minimize: log_loss }]
budget: { trials: 12 }
scheduler: full
fidelity: { epochs: { from: 1, to: 27 } }
arms:
  mcts: { sampler: { mcts: { exploration: 0.33, bisection: true } }, description: guided }
  random: { sampler: random, train: { epochs: 3 }, hyperparameters: { deep: [1, 2] } }
  baseline: { fixed: { rate: 0.01, "repeat.times": 2 } }
protocol:
  two_phase:
    replicates: 6
    tune: { rows: { train: 0.7, select: 0.2, stop: 0.1 }, seeds: 1, select: best }
    evaluate: { seeds: 1, train_on: tune }
claims:
  - mcts better than random on accuracy
  - mcts not worse than random on accuracy within 0.01 over replicates by wilcoxon at 0.01
  - { equivalent: mcts, than: random, on: accuracy, margin: 0.02, id: same }
  - { arm: mcts, on: accuracy, at_least: 0.9, confidence: 0.95 }
resources: { gpus: 0, memory: 2GiB, timeout: 10m }
enqueue: [{ rate: 0.01 }]
slots: 4
order: virtual
allow: [{ rule: duplicate-rows, because: "the images hold a few true duplicates" }]
deploy: { refit: tune }
report: { title: Everything, metrics: [f1_macro] }
`
    expect(said(text, { 'base.yaml': 'seed: 3\nslots: 8\n' })).toBe('')
  })

  test('is accepted: a foreign procedure with hyperparameters only', () => {
    expect(
      said(`
espalier: 1
name: recorded
procedure: { table: results.csv }
hyperparameters: { rate: [0.1, 0.01], width: { int: [1, 4] } }
objective: { maximize: accuracy_of_ours }
budget: { trials: 4 }
arms: { a: { sampler: random }, b: { sampler: random } }
protocol: { two_phase: { replicates: 8 } }
claims: [a better than b on accuracy_of_ours]
`),
    ).toBe('')
  })

  test('is accepted: several tasks', () => {
    const space = 'space: [flatten, { affine: { units: $data.classes } }]\n'
    const tasks = 'tasks: { first: { dataset: iris }, second: { dataset: wine } }\n'
    expect(
      said(
        native.replace('data: { dataset: digits }\n', 'data: { pools: { tune: 0.5, evaluate: 0.5 } }\n') +
          space +
          tasks,
      ),
    ).toBe('')
  })
})

describe('arms', () => {
  test('see their own hyperparameters, and those of the specification', () => {
    const text = `${native}hyperparameters: { width: [4, 8] }
space: [flatten, { affine: $width }, { affine: 10 }]
arms:
  a: { sampler: random }
  b: { hyperparameters: { depth: [1, 2] }, space: [flatten, { repeat: { times: $depth, body: { affine: $width } } }, { affine: 10 }] }
  c: { space: [flatten, { repeat: { times: $depth, body: relu } }, { affine: $width }] }
`
    expect(codes(text)).toEqual(['12 unknown-reference'])
  })

  test('are checked each for what its own procedure needs', () => {
    const text = native.replace(/data: .*\n/, '').replace(/train: .*\n/, '')
    expect(codes(`${text}arms:\n  a: { procedure: { table: a.csv } }\n  b: { sampler: random }\n`)).toEqual([
      '7 missing-section',
    ])
  })
})

describe('definitions', () => {
  test('pass wrong arguments on to where they are used, through other definitions too', () => {
    const text = `${native}define:
  inner: { parameters: { width: 8 }, body: { affine: $width } }
  outer: { parameters: { size: 8 }, body: { inner: $size } }
space: [flatten, { outer: 16 }, { outer: wide }, { affine: 10 }]
`
    expect(codes(text)).toEqual(['10 wrong-type'])
  })

  test('may hand a parameter to themselves', () => {
    const text = `${native}define:
  tree: { parameters: { width: 8 }, depth: 3, body: { choice: [{ affine: $width }, { sequence: [{ tree: $width }, relu] }] } }
space: [flatten, { tree: 4 }, { affine: 10 }]
`
    expect(codes(text)).toEqual([])
  })
})

test('checking the same text twice says the same', () => {
  const text = `${native}space: [flaten, { affine: $x }]\nclaims: [a is good]\n`
  expect(said(text)).toBe(said(text))
  expect(said(text)).not.toBe('')
})
