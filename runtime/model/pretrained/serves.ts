// Which metrics an output can serve: a label says who wins and nothing else, and no output says what training lowered.
import type { ModelBinding } from './bind.js'

/** Metrics that ask for the winning class alone. */
const ofWinners: ReadonlySet<string> = new Set(['accuracy', 'balanced_accuracy', 'f1_macro'])

/** Facts of a training and of a native model, which a file does not tell. */
const ofTraining: ReadonlySet<string> = new Set(['loss', 'parameters', 'flops', 'trained_numbers'])

/** What a model file's output serves. */
export type Serves = 'all' | 'winner'

export const servesOf = ({ output }: ModelBinding): Serves => (output.kind === 'label' ? 'winner' : 'all')

/** Whether a metric can be measured on a model file. */
export const isServed = (metric: string, serves: Serves): boolean =>
  !ofTraining.has(metric) && (serves === 'all' || ofWinners.has(metric))
