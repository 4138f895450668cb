// Maximal update parametrization: hyperparameters tuned at one width serve all.
import { patternsSchema } from '../groups/group.js'
import { numberOption, type Options } from '../options.js'
import { matchesParameter, patternsOf } from '../parameter-pattern.js'
import { neutral, type Parametrization, type PartFactors, type SizedParameter } from './parametrization.js'

const widthSchema = <const Description extends string>(description: Description) =>
  ({ type: 'integer', minimum: 1, description, 'x-open': true, 'x-scale': true }) as const

const multiplierSchema = <const Description extends string>(description: Description) =>
  ({
    type: 'number',
    exclusiveMinimum: 0,
    default: 1,
    description,
    'x-open': true,
    'x-scale': true,
  }) as const

/**
 * With m = width / base width, σ the deviation that an initializer has at the base width, and η the learning rate, for Adam and kin:
 *
 * | part | what it is | first values | rate |
 * | --- | --- | --- | --- |
 * | input | matrices whose inputs do not grow, e.g. tables; times a multiplier α | α·σ | α·η |
 * | hidden | matrices whose inputs and outputs grow | σ / √m | η / m |
 * | output | matrices whose outputs do not grow; logits times β / m | β·σ / m | β·η / m |
 * | vector | biases, gains, shifts | σ | η |
 *
 * A factor θ in front of a matrix is what θ·σ and θ·η are to optimizers that do not see the size of gradients, so no graph changes and files hold plain
 * weights: table 8 of the paper in the form of its table 3. At the base width with multipliers of 1 nothing changes. Decoupled weight decay is
 * divided by the factor of the rate, so that it stays what it is (Wang and Aitchison, How to set AdamW's weight decay as you scale model and
 * dataset size, 2024). Attention needs `scale: inverse` besides (definition 4.1).
 */
export const mup = {
  role: 'parametrization',
  kind: 'mup',
  summary:
    'Scales first values and learning rates with the width, so that what is tuned small serves large models.',
  options: {
    width: widthSchema('Width of the model: what the inputs of hidden and output matrices grow with.'),
    base_width: widthSchema('Width at which nothing is changed.'),
    input: {
      ...patternsSchema,
      description: `Matrices that take the data in, with inputs that do not grow. ${patternsSchema.description}`,
    },
    output: {
      ...patternsSchema,
      description: `Matrices that end the model, with outputs that do not grow. ${patternsSchema.description}`,
    },
    input_multiplier: multiplierSchema('What the matrices of `input` are multiplied by.'),
    output_multiplier: multiplierSchema(
      'What the matrices of `output` are multiplied by, besides base width / width.',
    ),
  },
  required: ['width', 'base_width', 'input', 'output'],
  reference:
    'Yang et al., Tensor programs V: tuning large neural networks via zero-shot hyperparameter transfer, NeurIPS 2021, tables 3 and 8',
  parts: ['input', 'hidden', 'output', 'vector'],
  partOf: (options, parameter): string => {
    if (parameter.shape.length < 2) return 'vector'
    if (isNamed(options, 'output', parameter)) return 'output'
    return isNamed(options, 'input', parameter) ? 'input' : 'hidden'
  },
  factors: (options, part, { decouplesDecay = false }): PartFactors => {
    const ratio = numberOption(mup, options, 'width') / numberOption(mup, options, 'base_width')
    const times = (factor: number) => ({
      deviation: factor,
      learningRate: factor,
      ...(decouplesDecay ? { weightDecay: 1 / factor } : {}),
    })
    switch (part) {
      case 'input':
        return { fanIn: 1, fanOut: ratio, ...times(numberOption(mup, options, 'input_multiplier')) }
      case 'hidden':
        return { fanIn: ratio, fanOut: ratio, ...times(1 / ratio), deviation: 1 / Math.sqrt(ratio) }
      case 'output':
        return { fanIn: ratio, fanOut: 1, ...times(numberOption(mup, options, 'output_multiplier') / ratio) }
      default:
        return neutral
    }
  },
  refuses: ({ isAdaptive = false }): string | undefined =>
    isAdaptive
      ? undefined
      : 'takes steps that follow the size of gradients or weights; the factors are those of Adam and kin',
} as const satisfies Parametrization

const isNamed = (options: Options, name: 'input' | 'output', parameter: SizedParameter): boolean =>
  patternsOf(options[name]).some((pattern) => matchesParameter(pattern, parameter))
