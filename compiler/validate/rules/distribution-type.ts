// What a distribution draws must be what the option takes.
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import type { OptionSchema } from '../../../schemas/definition.js'
import { finding } from '../../source/finding.js'
import { branchesOf, typesOf } from '../schema-marks.js'
import { describeSchema } from '../schema-words.js'
import { distributionsOf, type WrittenDistribution } from '../written-distributions.js'
import type { Rule } from './rule.js'

/** Integers for integers, whole bounds for integer distributions, no numbers for words, bounds within those of the option. */
export const distributionType: Rule = (context) =>
  distributionsOf(context).flatMap((distribution) => {
    const { form, value, numbers } = distribution
    const types = allTypes(value.schema)
    const drawsIntegers = form === 'int' || form === 'log_int'
    if (types.length > 0 && !types.includes('number') && !types.includes('integer')) {
      const message = `${value.name} is drawn with \`${form}\`; expected ${describeSchema(value.schema)}.`
      return [finding('distribution-type', value.node.span, message, { hint: 'write `{ choice: […] }`' })]
    }
    if (types.includes('integer') && !types.includes('number') && !drawsIntegers) {
      const integer = form === 'log_uniform' ? 'log_int' : 'int'
      const message = `${value.name} is drawn with \`${form}\`, which gives reals; expected ${describeSchema(value.schema)}.`
      return [finding('distribution-type', value.node.span, message, { hint: `use \`${integer}\`` })]
    }
    if (numbers === undefined) return []
    if (drawsIntegers && !(Number.isInteger(numbers.first) && Number.isInteger(numbers.second))) {
      const message = `\`${form}\` goes from ${String(numbers.first)} to ${String(numbers.second)}; expected whole numbers.`
      const hint = `use \`${form === 'int' ? 'uniform' : 'log_uniform'}\` for reals`
      return [finding('distribution-type', value.body.span, message, { hint })]
    }
    return outOfRange(distribution)
  })

function outOfRange({ form, value, numbers }: WrittenDistribution): readonly Diagnostic[] {
  if (numbers === undefined || form === 'normal') return []
  const { first, second, nodes } = numbers
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = value.schema
  const tooLow = below(first, minimum, exclusiveMinimum)
  const tooHigh = below(-second, negate(maximum), negate(exclusiveMaximum))
  const node = tooLow ? nodes[0] : nodes[1]
  if ((!tooLow && !tooHigh) || node === undefined) return []
  const message = `${value.name} can be ${String(tooLow ? first : second)}; expected ${describeSchema(value.schema)}.`
  return [finding('out-of-range', node.span, message, { hint: 'move the bound' })]
}

const below = (value: number, minimum: unknown, exclusive: unknown): boolean =>
  (typeof minimum === 'number' && value < minimum) || (typeof exclusive === 'number' && value <= exclusive)

const negate = (value: unknown): unknown => (typeof value === 'number' ? -value : undefined)

const allTypes = (schema: OptionSchema): readonly string[] => [
  ...typesOf(schema),
  ...branchesOf(schema).flatMap(allTypes),
]
