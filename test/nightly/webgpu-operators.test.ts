// Every operator and function on WebGPU as a population, and its second derivatives, against the host. The forward pass and the
// gradient are in test/gpu; like them this runs only when ESPALIER_TEST_WEBGPU=1.
import { describe, test } from '@jest/globals'
import { runOnce } from '../../runtime/onnx/session.js'
import { namedCases, secondDerivativeCases } from '../conformance/operator-cases.js'
import { expectSameResults, toleranceOf } from '../support/device-results.js'
import type { CaseBatch } from '../support/operator-batch.js'
import { encodeBatch, populationOf, secondBatchOf } from '../support/operator-batch.js'

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? describe : describe.skip

/** Runs a batch on both devices. */
async function compare(batch: CaseBatch, kind: string): Promise<void> {
  const run = async (device: 'cpu' | 'webgpu') =>
    runOnce(encodeBatch(batch, device), batch.feeds, { device, optimization: 'disabled' })
  expectSameResults(await run('webgpu'), await run('cpu'), toleranceOf(kind))
}

const kindsOf = (cases: readonly { readonly kind: string }[]): readonly string[] => [
  ...new Set(cases.map(({ kind }) => kind)),
]

onGpu('on WebGPU', () => {
  test.each(kindsOf(namedCases()))('a population of %s equals that of the host', async (kind) => {
    await compare(
      populationOf(
        namedCases().filter((one) => one.kind === kind),
        3,
      ),
      kind,
    )
  })

  test.each(kindsOf(secondDerivativeCases()))(
    "the gradient of %s's gradient equals that of the host",
    async (kind) => {
      await compare(secondBatchOf(secondDerivativeCases().filter((one) => one.kind === kind)), kind)
    },
  )
})
