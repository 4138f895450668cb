// Whether a device takes products in half precision: the host's are right, and a software GPU says what it lacks.
import { expect, test } from '@jest/globals'
import { halfProductsProblem } from '../../../runtime/trial/half-products.js'

test('the host rounds as half precision does', async () => {
  expect(await halfProductsProblem('cpu')).toBeUndefined()
})

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? test : test.skip
onGpu('WebGPU either computes right or says that it has no f16', async () => {
  const problem = await halfProductsProblem('webgpu')
  if (problem !== undefined) expect(problem).toMatch(/f16/)
})
