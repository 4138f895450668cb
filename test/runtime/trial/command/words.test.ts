import { describe, expect, test } from '@jest/globals'
import { absoluteIn, substitute, wordsOf } from '../../../../runtime/trial/command/words.js'
import type { Passing } from '../../../../runtime/trial/command/words.js'

const values = new Map<string, string | undefined>([
  ['rate', '0.1'],
  ['text', '$(rm -rf /); `x` "q" ${seed}'],
  ['seed', '7'],
  ['absent', undefined],
])
const nothing: Passing = { pass: 'none', booleans: 'value', dashes: false }
const words = (run: readonly unknown[], passing: Partial<Passing> = {}, hyperparameters = {}) =>
  wordsOf(run, values, hyperparameters, { ...nothing, ...passing })

describe('arguments of a program', () => {
  test('hold values in place of their names, once, and whatever is in them stays one argument', () => {
    expect(words(['a', '--rate=${rate}', '${seed}-${rate}', 3, true])).toEqual([
      'a',
      '--rate=0.1',
      '7-0.1',
      '3',
      'true',
    ])
    expect(words(['a', '${text}'])).toEqual(['a', '$(rm -rf /); `x` "q" ${seed}'])
    expect(substitute('${rate}${rate}', values)).toBe('0.10.1')
    expect(substitute('$rate {rate} $$', values)).toBe('$rate {rate} $$')
  })

  test('leave out what has no value, with the flag before it, and no other argument', () => {
    expect(words(['a', '--from', '${absent}', 'b'])).toEqual(['a', 'b'])
    expect(words(['a', '--from=${absent}', 'b'])).toEqual(['a', 'b'])
    expect(words(['a', 'file', '${absent}'])).toEqual(['a', 'file'])
    expect(words(['a', '--verbose', '--from=${absent}'])).toEqual(['a', '--verbose'])
    expect(words(['a', '-1', '${absent}'])).toEqual(['a', '-1'])
  })

  const hyperparameters = { rate: 0.1, weight_decay: 1e-8, nesterov: true, amsgrad: false, kind: 'a b' }
  test.each([
    ['--k=v', 'value', ['--weight_decay=1e-8', '--nesterov=true', '--amsgrad=false', '--kind=a b']],
    ['--k v', 'flag', ['--weight_decay', '1e-8', '--nesterov', '--kind', 'a b']],
    ['k=v', 'value', ['weight_decay=1e-8', 'nesterov=true', 'amsgrad=false', 'kind=a b']],
    ['--k=v', 'no_flag', ['--weight_decay=1e-8', '--nesterov', '--no-amsgrad', '--kind=a b']],
    ['none', 'value', []],
  ] as const)('pass on unmentioned hyperparameters as %s with booleans as %s', (pass, booleans, expected) => {
    expect(words(['a', '${rate}'], { pass, booleans }, hyperparameters)).toEqual(['a', '0.1', ...expected])
  })

  test('write dashes for underscores where that is asked for', () => {
    expect(words(['a'], { pass: '--k v', dashes: true }, { weight_decay: [1, 2] })).toEqual([
      'a',
      '--weight-decay',
      '[1,2]',
    ])
  })

  test('name files of the project absolutely, and nothing else', () => {
    const absolute = absoluteIn(process.cwd())
    expect(absolute('package.json')).toBe(`${process.cwd()}/package.json`)
    expect(absolute('test/runtime')).toBe(`${process.cwd()}/test/runtime`)
    for (const word of ['test', 'absent.json', '/etc/hosts', '${seed}.json', 4])
      expect(absolute(word)).toBe(word)
  })
})
