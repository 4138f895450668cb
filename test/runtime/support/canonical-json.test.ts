import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { canonicalJson } from '../../../runtime/support/canonical-json.js'
import { digestOf } from '../../../runtime/support/digest.js'

describe('canonicalJson', () => {
  test('sorts keys at every depth and drops what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null,"d":2}]}')
  })

  test('reads back as the same value, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
        const parsed: unknown = JSON.parse(canonicalJson(value as never))
        expect(parsed).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('a non-finite number is refused as our bug', () => {
    expect(() => canonicalJson({ loss: Number.NaN })).toThrow('non-finite')
  })

  test('the digest does not depend on the order of keys', () => {
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }))
    expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }))
  })
})
