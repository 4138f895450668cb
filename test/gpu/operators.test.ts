// Every operator and function on WebGPU, forward and backward, against the host; and which of their nodes it leaves to the host.
import { describe, expect, test } from '@jest/globals'
import type { PlacedNode } from '../../runtime/onnx/placement.js'
import { runOnce } from '../../runtime/onnx/session.js'
import { runTraced } from '../../runtime/onnx/traced-run.js'
import { onHost } from '../conformance/cases/on-host.js'
import { namedCases } from '../conformance/operator-cases.js'
import { expectSameResults, toleranceOf } from '../support/device-results.js'
import type { CaseBatch } from '../support/operator-batch.js'
import { batchOf, encodeBatch, nodesByName, signatureOf } from '../support/operator-batch.js'

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? describe : describe.skip
const kinds = [...new Set(namedCases().map(({ kind }) => kind))]

/** What ran on the host so far, as the table has it. */
const seen: Record<string, Record<string, string>> = {}

onGpu('on WebGPU', () => {
  test.each(kinds)('%s and its gradient equal those of the host', async (kind) => {
    const batch = batchOf(namedCases().filter((one) => one.kind === kind))
    const host = await runOnce(encodeBatch(batch, 'cpu'), batch.feeds, { optimization: 'disabled' })
    const device = { device: 'webgpu', optimization: 'disabled' } as const
    const { results, nodes } = await runTraced(encodeBatch(batch, 'webgpu'), batch.feeds, device)
    note(batch, nodes)
    expectSameResults(results, host, toleranceOf(kind))
  })

  test('what runs on the host is what the table says, no more and no less', () => {
    expect(seen).toEqual(onHost)
  })
})

/** Keeps the nodes of a batch that ran on the host, under their operator's signature. */
function note(batch: CaseBatch, nodes: readonly PlacedNode[]): void {
  const byName = nodesByName(batch)
  for (const node of nodes.filter(({ provider }) => provider !== 'webgpu')) {
    const own = byName.get(node.name.replace(/\.\d+$/, ''))
    const signature = own === undefined ? 'inserted' : signatureOf(own)
    seen[signature] = { ...seen[signature], [node.operator]: reasonOf(node) }
  }
}

/** A kernel may be missing for an element type or for all of them. */
function reasonOf({ inputs, outputs }: PlacedNode): string {
  const strange = [...inputs.slice(0, 1), ...outputs].find(
    (element) => element === 'int64' || element === 'double',
  )
  return strange === undefined ? 'no kernel' : `no kernel for ${strange === 'double' ? 'float64' : strange}`
}
