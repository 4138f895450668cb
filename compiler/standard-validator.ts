// The validator of this installation: the whole catalogue, the parser of expressions, the rules that may be waived.
import { catalogue, leakRules } from '../runtime/catalogue.js'
import { parseExpression } from './resolve/expression.js'
import { createValidator, type Validator } from './validate/validate.js'

/** A validator for what comes with Espalier; one serves any number of specifications. */
export const createStandardValidator = (): Validator =>
  createValidator({
    catalogue,
    parseExpression,
    waivable: [...leakRules.map(({ code }) => code), 'claim-without-replicates'].sort(),
  })
