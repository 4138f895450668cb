// Elementwise operators as functions; plain numbers become literals of their partner's element type.
import type { OperatorDefinition, Value } from '../graph.js'
import { apply } from '../graph.js'
import * as operators from '../operators/index.js'
import { at } from '../rules/lanes.js'
import type { ElementType } from '../tensor-type.js'
import type { Elementwise } from '../vocabulary.js'
import { leaves } from './leaves.js'

type Plain = OperatorDefinition<Record<string, never>>
type Operand = Value | number

/** Elementwise operators whose nodes say where they come from. */
export function elementwise(origin: string): Elementwise<Value> {
  return { ...arithmetic(origin), ...functions(origin), ...comparisons(origin), ...others(origin) }
}

function arithmetic(origin: string): Pick<Elementwise<Value>, ArithmeticName> {
  const of = pairwise(origin)
  return {
    add: of(operators.add),
    subtract: of(operators.subtract),
    multiply: of(operators.multiply),
    divide: of(operators.divide),
    power: of(operators.power),
    modulo: of(operators.modulo),
    minimum: of(operators.minimum),
    maximum: of(operators.maximum),
  }
}

function functions(origin: string): Pick<Elementwise<Value>, FunctionName> {
  const of = (definition: Plain) => (x: Value) => at(apply(definition, [x], {}, origin), 0)
  return {
    negate: of(operators.negate),
    reciprocal: of(operators.reciprocal),
    sqrt: of(operators.sqrt),
    exp: of(operators.exp),
    log: of(operators.log),
    expm1: of(operators.expm1),
    log1p: of(operators.log1p),
    ...trigonometry(origin),
    erf: of(operators.erf),
    sigmoid: of(operators.sigmoid),
    relu: of(operators.relu),
    softplus: of(operators.softplus),
    abs: of(operators.abs),
    sign: of(operators.sign),
    floor: of(operators.floor),
    ceil: of(operators.ceil),
    round: of(operators.round),
    not: of(operators.not),
    isNan: of(operators.isNan),
    stopGradient: of(operators.stopGradient),
  }
}

function trigonometry(origin: string): Pick<Elementwise<Value>, TrigonometricName> {
  const of = (definition: Plain) => (x: Value) => at(apply(definition, [x], {}, origin), 0)
  return {
    sin: of(operators.sin),
    cos: of(operators.cos),
    tan: of(operators.tan),
    asin: of(operators.asin),
    acos: of(operators.acos),
    atan: of(operators.atan),
    sinh: of(operators.sinh),
    cosh: of(operators.cosh),
    tanh: of(operators.tanh),
    asinh: of(operators.asinh),
    acosh: of(operators.acosh),
    atanh: of(operators.atanh),
  }
}

function comparisons(origin: string): Pick<Elementwise<Value>, ComparisonName> {
  const of = pairwise(origin)
  return {
    equal: of(operators.equal),
    greater: of(operators.greater),
    greaterOrEqual: of(operators.greaterOrEqual),
    less: of(operators.less),
    lessOrEqual: of(operators.lessOrEqual),
    and: of(operators.and),
    or: of(operators.or),
    xor: of(operators.xor),
  }
}

function others(origin: string): Pick<Elementwise<Value>, OtherName> {
  return {
    where: (condition, yes, no) => {
      const branches = literals(origin, [yes, no])
      return at(apply(operators.where, [condition, ...branches], {}, origin), 0)
    },
    clip: (x, low, high) => at(apply(operators.clip, [x], { low, high }, origin), 0),
    cast: (x, to) => (x.type.element === to ? x : at(apply(operators.cast, [x], { to }, origin), 0)),
    shiftRight: (x, bits) => at(apply(operators.shiftRight, [x], { bits }, origin), 0),
    gelu: geluFrom(origin),
    straightThrough: (value, source) => at(apply(operators.straightThrough, [value, source], {}, origin), 0),
    standardized: (x, centred, scale, { axes, centred: isCentred }, gain) => {
      const inputs = gain === undefined ? [x, centred, scale] : [x, centred, scale, gain]
      return at(apply(operators.standardized, inputs, { axes, centred: isCentred }, origin), 0)
    },
  }
}

/** Φ(x) by the error function, and the product with x. */
const geluFrom =
  (origin: string): Elementwise<Value>['gelu'] =>
  (x) => {
    const { add, multiply } = arithmetic(origin)
    const { erf } = functions(origin)
    const share = add(multiply(erf(multiply(x, Math.SQRT1_2)), 0.5), 0.5)
    return at(apply(operators.gelu, [x, share], {}, origin), 0)
  }

const pairwise =
  (origin: string) =>
  (definition: Plain) =>
  (left: Operand, right: Operand): Value =>
    at(apply(definition, literals(origin, [left, right]), {}, origin), 0)

/** Operands as values; numbers take the element type of the first value, float32 if there is none. */
function literals(origin: string, operands: readonly Operand[]): readonly Value[] {
  const partner = operands.find((operand) => typeof operand !== 'number')
  const element: ElementType = partner?.type.element ?? 'float32'
  const { scalar } = leaves(origin)
  return operands.map((operand) => (typeof operand === 'number' ? scalar(operand, element) : operand))
}

type ArithmeticName = 'add' | 'subtract' | 'multiply' | 'divide' | 'power' | 'modulo' | 'minimum' | 'maximum'
type TrigonometricName =
  'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'sinh' | 'cosh' | 'tanh' | 'asinh' | 'acosh' | 'atanh'
type OtherName = 'where' | 'clip' | 'cast' | 'shiftRight' | 'gelu' | 'straightThrough' | 'standardized'
type ComparisonName = 'equal' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual' | 'and' | 'or' | 'xor'
type FunctionName = Exclude<keyof Elementwise<Value>, ArithmeticName | ComparisonName | OtherName>
