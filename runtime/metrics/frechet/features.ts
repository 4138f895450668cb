// What the Fréchet distance looks at: the hidden layer of a small classifier of the data, trained here so that it needs no file.
import { randomStream } from '../../support/random.js'
import { classifierOf, learn, unitsOf, update, type Classifier } from './classifier.js'

/** Width of the hidden layer: the number of features. */
export const featureWidth = 64

const settings = { epochs: 20, batch: 32, rate: 0.003 } as const

/**
 * Rows → 64 ReLU → classes, trained by cross-entropy with Adam: one fixed seed and course, so that equal data give equal features. Classes are
 * whole numbers from 0.
 */
export function trainedClassifier(
  rows: ArrayLike<number>,
  classes: ArrayLike<number>,
  width: number,
): Classifier {
  const random = randomStream('frechet features')
  const count = 1 + Math.max(0, ...Array.from(classes))
  const classifier = classifierOf(width, featureWidth, count, random)
  let step = 0
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    const order = random.derive('epoch', epoch).permutation(classes.length)
    for (let start = 0; start < classes.length; start += settings.batch) {
      const batch = order.subarray(start, start + settings.batch)
      for (const row of batch) learn(classifier, rows, row * width, classes[row] ?? 0, 1 / batch.length)
      step += 1
      update(classifier, step, settings.rate)
    }
  }
  return classifier
}

/** Features [n, featureWidth] of rows [n, width]. */
export function featuresOf(classifier: Classifier, rows: ArrayLike<number>): Float64Array {
  const width = classifier.hidden.inputs
  const features = new Float64Array((rows.length / width) * featureWidth)
  for (let row = 0; row * width < rows.length; row += 1)
    features.set(unitsOf(classifier, rows, row * width), row * featureWidth)
  return features
}
