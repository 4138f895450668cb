import { expect, test } from '@jest/globals'
import { consequenceOf } from '../../../runtime/study/ends.js'

test('a lost segment is tried a bounded number of times, then ends as what stopped it', () => {
  expect(consequenceOf('crash', 2, 0)).toEqual({ kind: 'again', alone: true })
  expect(consequenceOf('crash', 3, 0)).toEqual({ kind: 'end', end: 'failed' })
  expect(consequenceOf('out_of_memory', 2, 0)).toEqual({ kind: 'end', end: 'out_of_memory' })
  expect(consequenceOf('timed_out', 1, 0)).toEqual({ kind: 'end', end: 'timed_out' })
  expect(consequenceOf('signal', 5, 0)).toEqual({ kind: 'again', alone: false })
  expect(consequenceOf('signal', 6, 0)).toEqual({ kind: 'end', end: 'preempted' })
})

test('segments that were lost in company are tried alone, so that one cannot doom the others', () => {
  expect(consequenceOf('timed_out', 1, 2)).toEqual({ kind: 'again', alone: true })
  expect(consequenceOf('crash', 3, 1)).toEqual({ kind: 'again', alone: true })
})
