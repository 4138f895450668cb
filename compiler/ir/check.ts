// What legal IR is. A violation is a bug of the compiler, never of the author.
import { invariant, type Catalogue } from '../../runtime/catalogue.js'
import type { ComponentNode, ExperimentNode, ValueNode } from './nodes.js'
import { valuesBelow } from './scope-types.js'

/** @throws InvariantError where the IR is not what later phases rely on */
export function checkIr(experiment: ExperimentNode, catalogue: Catalogue): void {
  invariant(experiment.arms.length > 0, 'an experiment has at least one arm')
  const names = experiment.arms.map(({ name }) => name)
  invariant(new Set(names).size === names.length, 'arms have names of their own')
  for (const { space, sampler, scheduler } of experiment.arms) {
    for (const { value } of space.hyperparameters) checkValue(value, catalogue)
    for (const root of [space.training, space.model, sampler, scheduler]) {
      if (root !== undefined) checkValue(root, catalogue)
    }
  }
  checkValue(experiment.protocol, catalogue)
  for (const { prepare } of experiment.tasks) for (const step of prepare) checkValue(step, catalogue)
}

function checkValue(value: ValueNode, catalogue: Catalogue): void {
  if (value.kind === 'choice') {
    const { names, values, path } = value
    invariant(path !== '', 'a choice has a path')
    invariant(values.length > 1 || value.where !== undefined, `'${path}' has something to choose`)
    invariant(
      names === undefined || new Set(names).size === values.length,
      `'${path}' names each alternative`,
    )
  }
  if (value.kind === 'distribution') invariant(value.path !== '', 'a distribution has a path')
  if (value.kind === 'record') {
    const keys = value.entries.map(({ key }) => key)
    invariant(new Set(keys).size === keys.length, 'keys of a record are unique')
  }
  if (value.kind === 'component') checkComponent(value, catalogue)
  for (const below of valuesBelow(value)) checkValue(below, catalogue)
}

function checkComponent({ role, component, options }: ComponentNode, catalogue: Catalogue): void {
  const definition = catalogue[role].get(component)
  invariant(definition, `'${component}' is a ${role}`)
  for (const name of Object.keys(options)) {
    invariant(Object.hasOwn(definition.options, name), `'${component}' has an option '${name}'`)
  }
  for (const name of definition.required) {
    invariant(Object.hasOwn(options, name), `option '${name}' of '${component}' is there`)
  }
}
