// Whole trainings on WebGPU against the host, step by step: the quickstart's models on its digits, and a transformer. The nightly
// suite takes more steps.
import { describe, test } from '@jest/globals'
import { compareLosses, quickstart, quickstartModels } from '../support/device-trainings.js'
import { hasDigits } from '../support/digits.js'
import { firstSteps } from '../support/first-steps.js'
import { transformer } from '../support/recorded-trainings.js'
import { rerun } from '../support/reference.js'

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? describe : describe.skip
const withDigits = hasDigits ? test : test.skip

/** Few, where a software device takes seconds a step. */
const stepsOf: Readonly<Record<string, number>> = {
  'two convolutions of 5×5, batch normalization and gelu': 2,
}

onGpu('the losses on WebGPU are those of the host to 1e-3', () => {
  withDigits.each(Object.entries(quickstartModels))(
    'for the quickstart with %s',
    async (name, configuration) => {
      const job = await quickstart(configuration)
      const width = job.form.kind === 'single' ? 0 : 2
      const steps = stepsOf[name] ?? 10
      await compareLosses((device) => firstSteps(job, { steps, width, device }), steps)
    },
    600_000,
  )

  test('for a transformer of two blocks with AdamW', async () => {
    await compareLosses((device) => rerun(transformer, { device, steps: 8 }), 8)
  }, 300_000)
})
