// A loss of the author's, loaded from a file as a plan loads it: the gradient that is derived for it, against differences.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import type { Loss } from '../../../../runtime/model/losses/loss.js'
import { loadCode } from '../../../../runtime/study/load-plan.js'
import { randomStream } from '../../../../runtime/support/random.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { directionalSlopes, drawn } from '../../../support/numeric-gradient.js'

const folder = mkdtempSync(join(tmpdir(), 'espalier-own-loss-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const source = `
import { defineLoss, oneColumn, refuseValue } from 'espalier/define'
/** log cosh(e): smooth everywhere, its slope is tanh(e). */
export const logCosh = defineLoss({
  role: 'loss', kind: 'log_cosh', summary: 'Log cosh.', options: {}, required: [], target: 'real',
  refuses: (output, target) => refuseValue('log_cosh', output, target),
  rows: (_options, outputs, targets, { graph }) => {
    const e = graph.subtract(oneColumn(outputs, graph), targets)
    return graph.log(graph.add(graph.exp(e), graph.exp(graph.negate(e))))
  },
  predict: (outputs, graph) => oneColumn(outputs, graph),
})
`

test('the gradient of a loss of one’s own agrees with central differences', async () => {
  const file = join(folder, 'log-cosh.ts')
  writeFileSync(file, source)
  const loss = (await loadCode(file)).exports['logCosh'] as Loss
  const random = randomStream('own-loss')
  const graph = builder()
  const outputs = graph.input('outputs', tensorType('float32', [6, 1]))
  const targets = graph.input('targets', tensorType('float32', [6]))
  const context = { graph } as Parameters<Loss['rows']>[3]
  const rows = loss.rows({}, outputs, targets, context)
  const at = drawn(random, [6, 1])
  const feeds = { targets: drawn(random, [6]) }
  const slopes = await directionalSlopes(rows, [{ leaf: outputs, at }], feeds)
  expect(Math.abs(slopes.graph)).toBeGreaterThan(0.01)
  expect(Math.abs(slopes.graph - slopes.differences)).toBeLessThan(2e-3 * Math.max(1, Math.abs(slopes.graph)))
})
