// Stands for a program that you have: options in, metrics out. This one fits a line to noisy points by gradient descent.
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '0.01' },
    momentum: { type: 'string', default: '0' },
    seed: { type: 'string', default: '0' },
  },
})
const [rate, momentum] = [Number(values.rate), Number(values.momentum)]

// A small generator with a seed, so that equal options give equal results.
let state = Number(values.seed) || 1
const random = () => (state = (state * 48271) % 2147483647) / 2147483647

const points = Array.from({ length: 200 }, () => {
  const x = 2 * random() - 1
  return [x, 3 * x - 1 + 0.2 * (random() - 0.5)]
})
let [slope, offset, slopeSpeed, offsetSpeed] = [0, 0, 0, 0]
for (const [x, y] of points.slice(0, 100)) {
  const error = slope * x + offset - y
  slopeSpeed = momentum * slopeSpeed - rate * error * x
  offsetSpeed = momentum * offsetSpeed - rate * error
  slope += slopeSpeed
  offset += offsetSpeed
}
const unseen = points.slice(100)
const loss = unseen.reduce((sum, [x, y]) => sum + (slope * x + offset - y) ** 2, 0) / unseen.length
console.log(JSON.stringify({ loss }))
