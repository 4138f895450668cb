import { describe, expect, test } from '@jest/globals'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'

describe('didYouMean', () => {
  test('names a slip of one or two letters and leaves strangers alone', () => {
    const kinds = ['conv2d', 'affine', 'max_pool2d']
    expect(didYouMean('conv2', kinds)).toBe('did you mean `conv2d`?')
    expect(didYouMean('Affin', kinds)).toBe('did you mean `affine`?')
    expect(didYouMean('transformer', kinds)).toBeUndefined()
    expect(didYouMean('x', [])).toBeUndefined()
  })
})
