// Jest's sandbox has typed-array constructors of its own; onnxruntime checks for those of the outer realm.
import { TestEnvironment } from 'jest-environment-node'

// Tests read their data: what an earlier build remembered must not answer for this one.
process.env.ESPALIER_CACHE ??= 'off'

const shared = [
  'ArrayBuffer',
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
]

export default class Environment extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    for (const name of shared) this.global[name] = globalThis[name]
  }
}
