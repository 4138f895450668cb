// How far samples of a model are from the data: the Fréchet distance between features of both.
import { featuresOf, featureWidth, trainedClassifier } from './frechet/features.js'
import { frechetDistance as distanceBetween, gaussianOf } from './frechet/gaussians.js'
import type { MetricDefinition } from './metric.js'

/**
 * ‖m₁ − m₂‖² + tr(C₁ + C₂ − 2·(C₁·C₂)^½) of the features of as many samples as there are rows, and of the rows. Features are the 64 hidden
 * units of a classifier that is trained on these rows and their classes (metrics/frechet/features.ts), in place of Inception's: figures
 * compare models on the same rows, and nothing else.
 */
export const frechetDistance = {
  role: 'metric',
  kind: 'frechet_distance',
  summary:
    'Fréchet distance between samples and data, in the hidden layer of a small classifier of the data.',
  options: {},
  required: [],
  reference:
    'Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, NeurIPS 2017, section 4',
  direction: 'minimize',
  needs: 'samples',
  start: () => {
    const samples: number[] = []
    const data: number[] = []
    const classes: number[] = []
    let width = 1
    return {
      add: (outputs, targets) => {
        width = outputs.width
        for (const value of Array.from(outputs.values)) samples.push(value)
        for (const value of Array.from(outputs.data ?? [])) data.push(value)
        for (const code of Array.from(targets)) classes.push(code)
      },
      value: () => {
        if (classes.length < 2) return Number.NaN
        const classifier = trainedClassifier(data, classes, width)
        const [left, right] = [samples, data].map((rows) =>
          gaussianOf(featuresOf(classifier, rows), featureWidth),
        )
        return left === undefined || right === undefined ? Number.NaN : distanceBetween(left, right)
      },
    }
  },
} as const satisfies MetricDefinition
