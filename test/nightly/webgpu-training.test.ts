// The trainings of test/gpu/training.test.ts on WebGPU, with more steps and as a population; like them only when
// ESPALIER_TEST_WEBGPU=1.
import { describe, test } from '@jest/globals'
import { compareLosses, quickstart, quickstartModels } from '../support/device-trainings.js'
import { hasDigits } from '../support/digits.js'
import { firstSteps } from '../support/first-steps.js'
import { transformer } from '../support/recorded-trainings.js'
import { rerun } from '../support/reference.js'

const onGpu = process.env['ESPALIER_TEST_WEBGPU'] === '1' ? describe : describe.skip
const withDigits = hasDigits ? test : test.skip

const stepsOf: Readonly<Record<string, number>> = {
  'one convolution of 3×3 and relu': 100,
}

onGpu('the losses on WebGPU are those of the host to 1e-3', () => {
  withDigits.each(Object.entries(quickstartModels))(
    'for the quickstart with %s',
    async (name, configuration) => {
      const job = await quickstart(configuration)
      const width = job.form.kind === 'single' ? 0 : 2
      const steps = stepsOf[name] ?? 20
      await compareLosses((device) => firstSteps(job, { steps, width, device }), steps)
    },
    600_000,
  )

  test.each([0, 2])(
    'for a transformer of two blocks with AdamW, 100 steps (width %i)',
    async (width) => {
      await compareLosses((device) => rerun(transformer, { width, device }), 100)
    },
    600_000,
  )
})
