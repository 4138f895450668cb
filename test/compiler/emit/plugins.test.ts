// User code in plans: imported from its file, made a constructor, and nothing of it copied.
import { expect, test } from '@jest/globals'
import { compile } from '../../../compiler/compile.js'
import { parseExpression } from '../../../compiler/resolve/expression.js'
import { inMemory } from '../../../compiler/source/project.js'
import { createValidator } from '../../../compiler/validate/validate.js'
import { catalogue, extendCatalogue } from '../../../runtime/catalogue.js'
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
  const position = { line: 3, column: 6, offset: 0 }
  const { plan, diagnostics } = await compile('spec.yaml', {
    read: inMemory({ 'spec.yaml': text, 'halve.ts': '' }),
    validator: createValidator({
      catalogue: extendCatalogue(catalogue, [halve]),
      parseExpression,
      waivable: [],
    }),
    describe: createDescriber(repository),
    version: '0.0.0',
    plugins: [
      {
        path: 'halve.ts',
        sha256: 'ab',
        span: { file: 'spec.yaml', start: position, end: position },
        members: [{ role: 'layer', kind: 'halve', exported: 'halve' }],
      },
    ],
  })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(plan).toContain("import { halve } from './halve.ts'\n")
  expect(plan).toContain('export const halveComponent = use(halve)\n')
  expect(plan).toContain("halveComponent('halve', {}, '5:21')")
})
