import { describe, expect, test } from '@jest/globals'
import { createLanguage } from '../../compiler/validate/language.js'
import { propertiesOf } from '../../compiler/validate/schema-marks.js'
import type {
  ArmSpec,
  BudgetSpec,
  DataSpec,
  DefinitionSpec,
  DeploySpec,
  ObjectiveSpec,
  ReportSpec,
  ResourcesSpec,
  Specification,
  WaiverSpec,
} from '../../schemas/specification.js'

/** Every key of a type, with whether it must be written; a key that is missing here does not compile. */
type Keys<T> = { readonly [Key in keyof T]-?: object extends Pick<T, Key> ? 'optional' : 'required' }

const o = 'optional'
const experiment: Keys<Specification> = {
  espalier: 'required',
  name: 'required',
  description: o,
  seed: o,
  include: o,
  use: o,
  data: o,
  tasks: o,
  define: o,
  space: o,
  hyperparameters: o,
  constraints: o,
  train: o,
  procedure: o,
  objective: o,
  budget: o,
  sampler: o,
  scheduler: o,
  fidelity: o,
  arms: o,
  protocol: o,
  claims: o,
  resources: o,
  enqueue: o,
  slots: o,
  order: o,
  allow: o,
  deploy: o,
  report: o,
}
const arm: Keys<ArmSpec> = {
  description: o,
  model: o,
  fixed: o,
  sampler: o,
  scheduler: o,
  space: o,
  hyperparameters: o,
  constraints: o,
  define: o,
  train: o,
  procedure: o,
  budget: o,
  enqueue: o,
}
const data: Keys<DataSpec> = {
  dataset: o,
  file: o,
  windows: o,
  target: o,
  columns: o,
  group: o,
  time: o,
  prepare: o,
  pools: o,
}
const definition: Keys<DefinitionSpec> = { description: o, parameters: o, depth: o, body: 'required' }
const budget: Keys<BudgetSpec> = { trials: 'required' }
const objective: Keys<ObjectiveSpec> = { maximize: o, minimize: o }
const resources: Keys<ResourcesSpec> = { gpus: o, memory: o, timeout: o }
const waiver: Keys<WaiverSpec> = { rule: 'required', because: 'required' }
const deploy: Keys<DeploySpec> = { refit: o }
const report: Keys<ReportSpec> = { title: o, metrics: o }

describe('schemas/specification.ts', () => {
  const sections = { experiment, arm, data, definition, budget, objective, resources, waiver, deploy, report }

  test.each(Object.entries(sections))('%s has the keys of the language', (section, keys) => {
    const schema = createLanguage()(section)
    const required = Array.isArray(schema['required']) ? schema['required'] : []
    const told = [...propertiesOf(schema).keys()].map((key) => [
      key,
      required.includes(key) ? 'required' : 'optional',
    ])
    expect(Object.fromEntries(told)).toEqual(keys)
  })
})
