// Inputs for every operator and function: what the conformance suites run over. A missing one does not compile.
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

/** All cases with their names. */
export const namedCases = (): readonly NamedCase[] =>
  Object.entries({ ...operatorCases, ...functionCases }).flatMap(([kind, list]) =>
    list.map((one, index) => ({ name: `${kind} ${index}`, kind, one })),
  )
