// Products in half precision: float32 in, float32 out, and float16 between the two doors. Adding up, everything that is no product and
// all that is kept stay float32 (Micikevicius et al., "Mixed Precision Training", ICLR 2018, section 3).
import type { Value } from '../graph.js'
import type { Linear } from '../vocabulary.js'
import { elementwise } from './elementwise.js'
import { shaping } from './shaping.js'

type Products = Pick<Linear<Value>, 'matmul' | 'conv' | 'convInputGradient' | 'convWeightGradient'>

/** The same products of operands rounded to float16, their results rounded too; gradients of casts are casts, so backward products are alike. */
export function inHalves(products: Products, origin: string): Products {
  const { cast, add } = elementwise(origin)
  const { reshape } = shaping(origin)
  const doors = (left: Value, right: Value, product: (left: Value, right: Value) => Value): Value => {
    if (left.type.element !== 'float32' || right.type.element !== 'float32') return product(left, right)
    return cast(product(cast(left, 'float16'), cast(right, 'float16')), 'float32')
  }
  return {
    matmul: (left, right, options) => doors(left, right, (a, b) => products.matmul(a, b, options)),
    conv: (x, weights, window, bias) => {
      const y = doors(x, weights, (a, b) => products.conv(a, b, window))
      if (bias === undefined) return y
      const places = y.type.shape.slice(2).map(() => 1)
      return add(y, reshape(bias, [...bias.type.shape, ...places]))
    },
    convInputGradient: (upstream, weights, spatial, window) =>
      doors(upstream, weights, (a, b) => products.convInputGradient(a, b, spatial, window)),
    convWeightGradient: (x, upstream, kernel, window) =>
      doors(x, upstream, (a, b) => products.convWeightGradient(a, b, kernel, window)),
  }
}
