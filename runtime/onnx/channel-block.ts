// Finds out whether this machine's ONNX Runtime has its blocked convolution, and how many channels a block holds: the operator is
// internal to the CPU provider, so nothing but trying tells.
import { RunError } from '../../schemas/diagnostic.js'
import { builder } from '../tensor/builder.js'
import type { Device, Value } from '../tensor/graph.js'
import { numbersOf, tensorFrom, type Tensor } from '../tensor/tensor.js'
import { tensorType } from '../tensor/tensor-type.js'
import { encodeGraph } from './encode.js'
import { runOnce } from './session.js'

/** Sizes of a block that are tried: with AVX-512, and without. */
const candidates = [16, 8] as const

/** The size of a block with which a convolution and its input gradient come out right; undefined where none does. */
export async function channelBlock(device: Device): Promise<number | undefined> {
  if (device !== 'cpu') return undefined
  const probe = probeGraph()
  const wanted = await results(probe, undefined)
  for (const block of candidates) if (agrees(await attempt(probe, block), wanted)) return block
  return undefined
}

interface Probe {
  readonly outputs: readonly Value[]
  readonly feeds: Readonly<Record<string, Tensor>>
}

/** A convolution of two blocks of channels (for either size) and what it sends back, on numbers all different. */
function probeGraph(): Probe {
  const g = builder('channel-block')
  const feeds = { x: numbers([1, 32, 5, 5]), weights: numbers([48, 32, 3, 3]), bias: numbers([48]) }
  const leaf = (name: keyof typeof feeds): Value => g.input(name, tensorType('float32', feeds[name].shape))
  const [x, weights, bias] = [leaf('x'), leaf('weights'), leaf('bias')]
  const window = { pads: [1, 1, 1, 1] }
  const y = g.conv(x, weights, window, bias)
  return { outputs: [y, g.convInputGradient(y, weights, [5, 5], window)], feeds }
}

function numbers(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  return tensorFrom(
    'float32',
    shape,
    Float32Array.from({ length: size }, (_, index) => Math.sin(index + 1)),
  )
}

async function results({ outputs, feeds }: Probe, block: number | undefined): Promise<readonly Tensor[]> {
  const named = outputs.map((value, index) => ({ name: `y${String(index)}`, value }))
  const bytes = encodeGraph({ name: 'probe', outputs: named, ...(block === undefined ? {} : { block }) })
  const found = await runOnce(bytes, feeds)
  return named.flatMap(({ name }) => found[name] ?? [])
}

/** No results where the runtime refuses the operator. */
async function attempt(probe: Probe, block: number): Promise<readonly Tensor[]> {
  try {
    return await results(probe, block)
  } catch (error) {
    if (error instanceof RunError) return []
    throw error
  }
}

const agrees = (found: readonly Tensor[], wanted: readonly Tensor[]): boolean =>
  found.length === wanted.length &&
  wanted.every((tensor, index) => {
    const own = found[index] === undefined ? [] : numbersOf(found[index])
    return [...numbersOf(tensor)].every(
      (number, place) => Math.abs(number - (own[place] ?? Number.NaN)) <= 1e-3 * (1 + Math.abs(number)),
    )
  })
