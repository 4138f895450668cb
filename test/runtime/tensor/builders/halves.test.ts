// Products in half precision, against sums over numbers rounded on the host, and their gradients and populations.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import { halfBits, halfNumber } from '../../../../runtime/support/half.js'
import { randomStream } from '../../../../runtime/support/random.js'
import { batchGraph, spreadLanes } from '../../../../runtime/tensor/batch.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import type { Value } from '../../../../runtime/tensor/graph.js'
import { numbersOf, tensorOf, type Tensor } from '../../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../../support/tensors.js'

const g = builder('', 'float16')
const half = (number: number): number => halfNumber(halfBits(number))
const drawn = (name: string, shape: readonly number[], size = 1): Tensor => {
  const random = randomStream(name, 1)
  return tensorOf(
    'float32',
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => size * random.normal()),
  )
}
const leaf = (name: string, { shape }: Tensor): Value => g.input(name, tensorType('float32', shape))
/** Within one step of half precision: the order of a float32 sum may move a result across a middle. */
const expectHalves = (found: readonly number[], wanted: readonly number[]): void => {
  expect(found).toHaveLength(wanted.length)
  found.forEach((number, index) => {
    expect(half(number)).toBe(number)
    const other = wanted[index] ?? Number.NaN
    expect(Math.abs(number - other)).toBeLessThanOrEqual(2 ** -10 * Math.abs(other) + 2 ** -24)
  })
}

/** a·b by its definition, on rounded operands. */
const product = (a: Tensor, b: Tensor): readonly number[] => {
  const [rows = 0, inner = 0] = a.shape
  const columns = b.shape[1] ?? 0
  const [x, y] = [numbersOf(a).map(half), numbersOf(b).map(half)]
  return Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns]
    let sum = 0
    for (let k = 0; k < inner; k += 1) sum += (x[row * inner + k] ?? 0) * (y[k * columns + column] ?? 0)
    return half(sum)
  })
}

describe.each(['disabled', 'all'] as const)('products in half precision, optimization %s', (optimization) => {
  const a = drawn('a', [7, 19])
  const b = drawn('b', [19, 5])

  test('round operands and results, of matrices', async () => {
    const [y] = await evaluate([g.matmul(leaf('a', a), leaf('b', b))], { a, b }, { optimization })
    const found = y === undefined ? [] : numbersOf(y)
    expectHalves(found, product(a, b))
    // What float32 gives is another thing: the rounding really is there.
    const plain = builder()
    const [exact] = await evaluate([plain.matmul(leaf('a', a), leaf('b', b))], { a, b }, { optimization })
    expect(
      exact === undefined ? [] : numbersOf(exact).filter((number, index) => number === found[index]),
    ).toEqual([])
  })

  test('overflow to infinity where float32 would not', async () => {
    const big = tensorOf('float32', [1, 2], [300, 300])
    const [y] = await evaluate(
      [g.matmul(leaf('a', big), leaf('b', big), { transposeRight: true })],
      { a: big, b: big },
      { optimization },
    )
    expect(y === undefined ? [] : numbersOf(y)).toEqual([Infinity])
  })

  test('send products of halves back', async () => {
    const [x, w, seed] = [leaf('a', a), leaf('b', b), drawn('seed', [7, 5])]
    const back = gradients(g.matmul(x, w), [x, w], leaf('seed', seed))
    expect(back.map(({ type }) => type.element)).toEqual(['float32', 'float32'])
    const [da, db] = await evaluate(back, { a, b, seed }, { optimization })
    const turned = ({ shape: [rows = 0, columns = 0], data }: Tensor): Tensor =>
      tensorOf(
        'float32',
        [columns, rows],
        Array.from({ length: rows * columns }, (_, place) =>
          Number(data[(place % rows) * columns + Math.floor(place / rows)]),
        ),
      )
    expectHalves(da === undefined ? [] : numbersOf(da), product(seed, turned(b)))
    expectHalves(db === undefined ? [] : numbersOf(db), product(turned(a), seed))
  })

  test('round operands and results of convolutions and all that these send back', async () => {
    const [images, filters, bias] = [
      drawn('images', [2, 3, 6, 5]),
      drawn('filters', [4, 3, 3, 2]),
      drawn('bias', [4]),
    ]
    const rounded = (tensor: Tensor): Tensor => tensorOf('float32', tensor.shape, numbersOf(tensor).map(half))
    const seed = drawn('upstream', [2, 4, 4, 4])
    const all = (own: typeof g) => {
      const [x, w] = [leaf('x', images), leaf('w', filters)]
      const y = own.conv(x, w)
      return [y, ...gradients(y, [x, w], leaf('seed', seed))]
    }
    const found = await evaluate(all(g), { x: images, w: filters, seed }, { optimization })
    const wanted = await evaluate(
      all(builder()),
      { x: rounded(images), w: rounded(filters), seed: rounded(seed) },
      { optimization },
    )
    found.forEach((tensor, index) => {
      const other = wanted[index]
      // Sums of up to 32 terms near 1 may cancel: the step is that of a result near 1.
      expect(other).toBeDefined()
      numbersOf(tensor).forEach((number, place) => {
        expect(half(number)).toBe(number)
        expect(
          Math.abs(number - half(other === undefined ? 0 : (numbersOf(other)[place] ?? 0))),
        ).toBeLessThan(2 ** -10 * (1 + Math.abs(number)))
      })
    })
    // The bias is added in float32.
    const [x, w] = [leaf('x', images), leaf('w', filters)]
    const [shifted, bare] = await evaluate(
      [g.conv(x, w, {}, leaf('b', bias)), g.conv(x, w)],
      { x: images, w: filters, b: bias },
      { optimization },
    )
    const biases = numbersOf(bias)
    expect(shifted === undefined ? [] : numbersOf(shifted)).toEqual(
      (bare === undefined ? [] : numbersOf(bare)).map((number, place) =>
        Math.fround(number + (biases[Math.floor(place / 16) % 4] ?? 0)),
      ),
    )
  })
})

test('a member of a population has the bits of the other slots', async () => {
  const [a, b] = [drawn('a', [6, 9]), drawn('b', [9, 3])]
  const [x, w] = [leaf('a', a), leaf('b', b)]
  const y = g.matmul(x, w)
  const outputs = [y, ...gradients(g.reduceSum(g.multiply(y, y)), [x, w])]
  const { outputs: lanes } = batchGraph(outputs, new Set(['a', 'b']), 4)
  const four = (tensor: Tensor): Tensor =>
    tensorOf('float32', [4, ...tensor.shape], Array.from({ length: 4 }, () => numbersOf(tensor)).flat())
  const results = await evaluate(spreadLanes(lanes, 4), { a: four(a), b: four(b) }, { optimization: 'all' })
  for (const tensor of results) {
    const numbers = numbersOf(tensor)
    const size = numbers.length / 4
    for (let slot = 1; slot < 4; slot += 1)
      expect(numbers.slice(slot * size, (slot + 1) * size)).toEqual(numbers.slice(0, size))
  }
})
