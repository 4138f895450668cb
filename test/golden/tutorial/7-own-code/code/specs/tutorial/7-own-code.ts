// A layer and a metric of one's own. Types come from the helpers; at run time these are plain objects.
import { defineLayer, defineMetric, numberOption, type Outputs } from 'espalier/define'

/** y = sin(f·x): a trained network can count on something periodic. */
export const scaledSine = defineLayer({
  role: 'layer',
  kind: 'scaled_sine',
  summary: 'Sine of the input, faster or slower.',
  options: {
    frequency: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'How fast the sine turns.',
      'x-open': true,
      'x-shorthand': true,
    },
  },
  required: [],
  output: (_options, input) => input,
  cost: (_options, input) => ({ parameters: 0, flops: 2 * input.shape.reduce((a, b) => a * b, 1) }),
  build: ({ layer }, input, { graph }) =>
    graph.sin(graph.multiply(input, numberOption(layer.definition, layer.options, 'frequency'))),
})

/** Share of examples whose class is among the two highest scores. */
export const top2Accuracy = defineMetric({
  role: 'metric',
  kind: 'top2_accuracy',
  summary: 'Share of examples whose class is among the two that score highest.',
  options: {},
  required: [],
  direction: 'maximize',
  bounds: [0, 1],
  needs: 'scores',
  start: () => {
    let right = 0
    let seen = 0
    return {
      add: ({ values, width }: Outputs, targets) => {
        for (let row = 0; row < targets.length; row += 1, seen += 1) {
          const target = Number(values[row * width + (targets[row] ?? 0)])
          const above = Array.from({ length: width }, (_, place) =>
            Number(values[row * width + place]),
          ).filter((score) => score > target)
          if (above.length < 2) right += 1
        }
      },
      value: () => right / seen,
    }
  },
})
