// A sampler may not be able to take a space or an objective; it says so itself, and is reported where it is written.
import { finding } from '../../source/finding.js'
import type { SamplerDefinition } from '../../../runtime/catalogue.js'
import { plainOptions } from '../plain-options.js'
import type { Check } from './check.js'

export const samplerRefuses: Check = ({ spaces, catalogue, experiment }) =>
  spaces.flatMap(({ space, arms }) =>
    arms.flatMap(({ sampler, budget, fixed }) => {
      const definition = catalogue.sampler.get(sampler.component)
      if (definition === undefined || fixed !== undefined || !isSampler(definition)) return []
      const problem = definition.refuses({
        space,
        objectives: experiment.objective.map(({ metric, direction }) => ({ metric, direction })),
        trials: budget.trials,
        options: plainOptions(sampler),
      })
      if (problem === undefined) return []
      const hint =
        'choose another sampler, `random` takes every space and any objectives; `espalier explain` says what each one takes'
      return [finding('sampler-refuses', sampler.span, problem, { hint })]
    }),
  )

const isSampler = (definition: object): definition is SamplerDefinition => 'refuses' in definition
