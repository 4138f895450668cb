// Distance of the model's class probabilities from a distribution that each label stands for.
import type { Value } from '../../tensor/graph.js'
import { tensorOf } from '../../tensor/tensor.js'
import { listOption, type Options } from '../options.js'
import { refuseClasses, type Loss } from './loss.js'

/**
 * Σₖ qₖ·(log qₖ − log pₖ) with p = softmax(outputs) and q the distribution over classes that the label of the row stands for. A
 * target column holds one label a row; so distributions are written once a label, as a table.
 */
export const klDivergence = {
  role: 'loss',
  kind: 'kl_divergence',
  summary: 'Kullback-Leibler divergence of the class probabilities from a distribution given for each label.',
  options: {
    distributions: {
      type: 'array',
      items: { type: 'number', minimum: 0 },
      minItems: 4,
      description:
        'Weights of the classes for each label, row after row in the order of the class codes (classes × classes); a row is divided by its sum, so counts of votes will do.',
      'x-shorthand': true,
    },
  },
  required: ['distributions'],
  target: 'class',
  reference:
    'Kullback and Leibler, On information and sufficiency, Annals of Mathematical Statistics 22, 1951',
  refuses: (output, target, options): string | undefined =>
    refuseClasses('kl_divergence', output, target) ??
    (target.kind === 'class' ? refuseTable(options, target.classes) : undefined),
  rows: (options, outputs, targets, { graph }): Value => {
    const [, classes = 1] = outputs.type.shape.map(Number)
    const table = tableOf(options, classes)
    const distributions = graph.constant(tensorOf('float32', [classes, classes], table.flat()))
    const entropies = graph.constant(tensorOf('float32', [classes], table.map(entropyOf)))
    const cross = graph.crossEntropy(outputs, graph.gather(distributions, targets, 0))
    return graph.subtract(cross, graph.gather(entropies, targets, 0))
  },
  predict: (outputs, graph) => graph.softmax(outputs, 1),
} as const satisfies Loss

/** One distribution a label. */
function tableOf(options: Options, classes: number): readonly (readonly number[])[] {
  const list = listOption(klDivergence, options, 'distributions')
  return Array.from({ length: classes }, (_, label) => {
    const weights = list.slice(label * classes, (label + 1) * classes)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return weights.map((weight) => weight / total)
  })
}

/** −Σ q·log q, where 0·log 0 is 0. */
const entropyOf = (distribution: readonly number[]): number =>
  -distribution.reduce((sum, share) => sum + (share === 0 ? 0 : share * Math.log(share)), 0)

function refuseTable(options: Options, classes: number): string | undefined {
  const { length } = listOption(klDivergence, options, 'distributions')
  const wanted = `'kl_divergence' needs ${String(classes)} × ${String(classes)} weights`
  if (length !== classes ** 2) return `${wanted}, but 'distributions' has ${String(length)}`
  const empty = tableOf(options, classes).findIndex((row) => row.some(Number.isNaN))
  return empty < 0 ? undefined : `${wanted} with no row of zeros, but that of label ${String(empty)} is one`
}
