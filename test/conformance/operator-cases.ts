// Inputs for every operator and function: what the conformance suites run over. A missing one does not compile.
import type { Value } from '../../runtime/tensor/graph.js'
import { functionsByHand, operatorsByHand } from './cases/by-hand.js'
import type { FunctionName, OperatorCase, OperatorName } from './cases/case.js'
import { elementwiseCases } from './cases/elementwise.js'
import { functionCases } from './cases/functions.js'
import { linearCases } from './cases/linear.js'
import { recurrentCases } from './cases/recurrent.js'
import { reducingCases } from './cases/reducing.js'
import { shapingCases } from './cases/shaping.js'

/** A case under its operator and number. */
export interface NamedCase {
  readonly name: string
  readonly kind: string
  readonly one: OperatorCase
}

/** Cases by operator. */
export const operatorCases: Readonly<Record<OperatorName, readonly OperatorCase[]>> = {
  ...elementwiseCases,
  ...shapingCases,
  ...reducingCases,
  ...linearCases,
  ...recurrentCases,
}

/** Operators without a kernel for float64, in their own rule or in that of their gradient. */
export const singleOnly: ReadonlySet<string> = new Set<OperatorName | FunctionName>([
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'averagePool',
  'averageUnpool',
  'cast',
  'conv',
  'convInputGradient',
  'convTranspose',
  'convWeightGradient',
  'cosh',
  'erf',
  'gelu',
  'sinh',
  'tan',
])

/** All cases with their names: type rule, population, WebGPU. */
export const namedCases = (): readonly NamedCase[] =>
  Object.entries({ ...operatorCases, ...functionCases }).flatMap(([kind, list]) =>
    list.map((one, index) => ({ name: `${kind} ${index}`, kind, one })),
  )

/** The cases whose gradient is held to central differences. */
export const gradientCases = (): readonly NamedCase[] => namedCases().filter(({ one }) => one.flat !== true)

/** The cases whose gradient's gradient is held to central differences. */
export const secondDerivativeCases = (): readonly NamedCase[] => gradientCases()

/** A graph and the entries that were worked out for it, under its operator and number. */
export interface NamedHandCase {
  readonly name: string
  readonly kind: string
  readonly graph: Value
  readonly wanted: readonly number[]
}

/** All cases that were worked out by hand. */
export const handCases = (): readonly NamedHandCase[] =>
  Object.entries({ ...operatorsByHand, ...functionsByHand }).flatMap(([kind, list]) =>
    list.map(([graph, wanted], index) => ({ name: `${kind} ${index}`, kind, graph, wanted })),
  )
