// Progress as lines, the opening sentence, numbers.
import { describe, expect, test } from '@jest/globals'
import {
  decimalsFor,
  showDuration,
  showNumber,
  showP,
  showPlain,
  showSigned,
} from '../../../runtime/report/numbers.js'
import { openingSentence, totalTrainings, type WorkPlan } from '../../../runtime/report/opening.js'
import { advance, bar, noProgress, progressBlock, progressLine } from '../../../runtime/report/progress.js'
import type { ProgressEvent } from '../../../runtime/store/progress-event.js'

const quickstart: WorkPlan = {
  trials: [12, 12],
  seeds: 1,
  innerFolds: 1,
  replicates: 6,
  outerFolds: 1,
  tasks: 1,
  evaluations: 12,
  refits: 0,
  seconds: 118,
}

describe('the opening sentence', () => {
  test('is that of the design for the quickstart', () => {
    expect(openingSentence(quickstart)).toBe(
      '12 trials × 1 seed × 2 arms × 6 replicates + 12 evaluations = 156 trainings, about 2 min',
    )
  })

  test('leaves out what is one, adds folds, tasks and refits, and lists unequal arms', () => {
    const rest: WorkPlan = {
      trials: [3, 0],
      seeds: 1,
      innerFolds: 1,
      replicates: 1,
      outerFolds: 1,
      tasks: 1,
      evaluations: 1,
      refits: 0,
    }
    expect(openingSentence(rest)).toBe('3 trials × 1 seed × 1 arm + 1 evaluation = 4 trainings')
    const wide = { ...rest, trials: [3, 5], seeds: 2, innerFolds: 5, tasks: 2, evaluations: 8, refits: 2 }
    expect(openingSentence(wide)).toBe(
      '3 trials × 2 seeds × 5 inner folds × 2 tasks + 5 trials × 2 seeds × 5 inner folds × 2 tasks + 8 evaluations + 2 refits = 170 trainings',
    )
    expect(totalTrainings(wide)).toBe(170)
  })
})

const events: readonly ProgressEvent[] = [
  { kind: 'stage-started', stage: 'tune' },
  {
    kind: 'trial-finished',
    arm: 'mcts',
    task: 'mnist',
    replicate: 2,
    trial: 4,
    end: 'completed',
    value: 0.91234,
    best: 0.95,
  },
  { kind: 'trial-finished', arm: 'random', task: 'mnist', replicate: 0, trial: 1, end: 'out_of_memory' },
  {
    kind: 'advanced',
    stage: 'tune',
    trainings: { done: 36, total: 144, reused: 2 },
    trials: { mcts: { done: 20, total: 72 }, random: { done: 16, total: 72 } },
    best: { mcts: 0.95 },
    secondsLeft: 84,
  },
  { kind: 'note', message: 'a worker was lost and replaced' },
]

describe('progress', () => {
  test('gives one plain line an event, none for training chunks', () => {
    expect(events.map((event) => progressLine(event, noProgress))).toEqual([
      'tune:',
      '  mcts, replicate 2, trial 4: 0.9123, best 0.95',
      '  random, replicate 0, trial 1: out of memory',
      '  36/144 trainings (2 reused), 84 s left',
      'a worker was lost and replaced',
    ])
    const chunk: ProgressEvent = { kind: 'training-progressed', training: 't', fidelity: 1, metrics: {} }
    expect(progressLine(chunk, noProgress)).toBeUndefined()
  })

  test('gives totals once a tenth where output is plain', () => {
    const at = (done: number): ProgressEvent => ({
      kind: 'advanced',
      stage: 'tune',
      trainings: { done, total: 100, reused: 0 },
      trials: {},
      best: {},
    })
    let progress = noProgress
    const lines = Array.from({ length: 100 }, (_, index) => {
      const event = at(index + 1)
      const line = progressLine(event, progress)
      progress = advance(progress, event)
      return line
    }).filter((line) => line !== undefined)
    expect(lines).toHaveLength(10)
    expect(lines[9]).toBe('  100/100 trainings')
  })

  test('folds events into a block with a line an arm', () => {
    const progress = events.reduce(advance, noProgress)
    expect(progressBlock(progress, 120)).toEqual([
      'tune ██████░░░░░░░░░░░░░░░░░░ 36/144 trainings (2 reused), 84 s left',
      '  mcts    ████▍░░░░░░░░░░░ 20/72 trials  best 0.95',
      '  random  ███▌░░░░░░░░░░░░ 16/72 trials',
      '  last: random, replicate 0, trial 1, out_of_memory',
    ])
    expect(progress.notes).toEqual(['a worker was lost and replaced'])
  })

  test('never exceeds the width of the terminal', () => {
    const progress = events.reduce(advance, noProgress)
    for (const line of progressBlock(progress, 30)) expect([...line].length).toBeLessThanOrEqual(30)
  })

  test('forgets totals and estimates of the stage before', () => {
    const progress = advance(events.reduce(advance, noProgress), { kind: 'stage-started', stage: 'evaluate' })
    expect(progressBlock(progress, 80)).toEqual(['evaluate'])
  })

  test('draws bars of one width', () => {
    for (const done of [0, 1, 7, 50, 100, 120]) expect([...bar({ done, total: 100 }, 10)]).toHaveLength(10)
    expect(bar({ done: 0, total: 0 }, 4)).toBe('░░░░')
  })
})

describe('numbers', () => {
  test('are rounded as the interval supports', () => {
    const interval = (low: number, high: number) => ({ level: 0.95, low, high, method: 't' })
    expect(decimalsFor(interval(0.949, 0.957), 0.953)).toBe(4)
    expect(decimalsFor(interval(-20, 60), 20)).toBe(0)
    expect(decimalsFor(null, 0.95)).toBe(4)
    expect(decimalsFor(null, 123.456)).toBe(1)
    expect(decimalsFor(interval(0.5, 0.5), 0.5)).toBe(3)
  })

  test('have a real minus, no negative zero, and a dash where there is none', () => {
    expect(showNumber(-1.25, 1)).toBe('−1.3')
    expect(showNumber(-0.001, 1)).toBe('0.0')
    expect(showNumber(null, 1)).toBe('–')
    expect(showSigned(0.42, 1)).toBe('+0.4')
    expect([1e-5, 0.00123456, 12345.678, 1e9, -3, 0].map(showPlain)).toEqual([
      '1e−5',
      '0.001235',
      '12345.7',
      '1e9',
      '−3',
      '0',
    ])
  })

  test('show p-values and times as people write them', () => {
    expect([0.31249, 0.00001, 0.04999, 1].map(showP)).toEqual(['p = 0.31', 'p < 0.0001', 'p = 0.05', 'p = 1'])
    expect([0.2, 45, 118, 3600 * 2, 4000 * 3].map(showDuration)).toEqual([
      'under 1 s',
      '45 s',
      '2 min',
      '2 h',
      '3 h 20 min',
    ])
  })
})
