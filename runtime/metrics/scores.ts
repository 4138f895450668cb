// Reading class scores: the winner of an example, its probabilities.
import type { Outputs } from './metric.js'

/** Number of examples in a batch of outputs. */
export const countOf = ({ values, width }: Outputs): number => values.length / width

/** Number of classes that the scores speak of. */
export const classesOf = ({ width }: Outputs): number => Math.max(2, width)

/** Score of a class; a lone score is that of class 1, and class 0 has 0. */
export function scoreOf({ values, width }: Outputs, example: number, code: number): number {
  if (width === 1) return code === 0 ? 0 : (values[example] ?? Number.NaN)
  return values[example * width + code] ?? Number.NaN
}

/** The class with the highest score, the first of equals. */
export function winnerOf(outputs: Outputs, example: number): number {
  let winner = 0
  let highest = scoreOf(outputs, example, 0)
  for (let code = 1; code < classesOf(outputs); code += 1) {
    const score = scoreOf(outputs, example, code)
    if (score > highest) {
      winner = code
      highest = score
    }
  }
  return winner
}

/** Logarithms of softmax probabilities, with the maximum taken off first so that nothing overflows. */
export function logProbabilities(outputs: Outputs, example: number): readonly number[] {
  const scores = Array.from({ length: classesOf(outputs) }, (_, code) => scoreOf(outputs, example, code))
  const highest = Math.max(...scores)
  const sum = scores.reduce((total, score) => total + Math.exp(score - highest), 0)
  const normalizer = highest + Math.log(sum)
  return scores.map((score) => score - normalizer)
}
