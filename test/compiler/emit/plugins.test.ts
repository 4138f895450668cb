// User code in plans: imported from its file, made a constructor, and nothing of it copied.
import { expect, test } from '@jest/globals'
import { compile } from '../../../compiler/compile.js'
import { inMemory } from '../../../compiler/source/project.js'
import { createStandardValidator } from '../../../compiler/standard-validator.js'
import { defineLayer } from '../../../runtime/define.js'
import { createDescriber, repository } from '../../support/compile-specification.js'

const halve = defineLayer({
  role: 'layer',
  kind: 'halve',
  summary: 'Keeps the shape.',
  options: {},
  required: [],
  output: (_options, input) => input,
  cost: () => ({ parameters: 0, flops: 0 }),
  build: (_use, input) => input,
})

test('a layer of a plugin is imported beside the plan', async () => {
  const text = [
    'espalier: 1',
    'name: plugin',
    'use: halve.ts',
    'data: { dataset: iris }',
    'space: { sequence: [halve, { affine: { units: $data.classes } }] }',
    'train: { loss: cross_entropy, optimizer: sgd, batch_size: 8, epochs: 1 }',
    'objective: { maximize: accuracy }',
    'budget: { trials: 1 }',
  ].join('\n')
  const { plan, diagnostics } = await compile('spec.yaml', {
    read: inMemory({ 'spec.yaml': text, 'halve.ts': '' }),
    validator: createStandardValidator(),
    describe: createDescriber(repository),
    version: '0.0.0',
    loadCode: async () => ({
      sha256: 'ab',
      files: [{ path: 'halve.ts', sha256: 'ab' }],
      exports: { halve },
    }),
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(plan).toContain("import { halve as halveDefinition } from './code/halve.ts'\n")
  expect(plan).toContain('export const halveComponent = use(halveDefinition)\n')
  expect(plan).toContain("halveComponent('halve', {}, '5:21')")
  expect(plan).toContain("code: [{ file: 'code/halve.ts', sha256: 'ab' }]")
})
