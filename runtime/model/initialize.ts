// First values of parameters, each from a stream of its own: the same for every configuration that has the parameter
// (common random numbers), whatever else the model holds.
import { randomStream } from '../support/random.js'
import type { ParameterDeclaration } from './layers/layer.js'

/** Row-major values of the parameter `name` (scope and own name) for a training seed. */
export const initialValues = (seed: number, name: string, declaration: ParameterDeclaration): Float32Array =>
  declaration.start?.(seed) ??
  declaration.initializer.definition.draw(
    declaration.initializer.options,
    declaration,
    randomStream(seed, 'initialize', name),
  )
