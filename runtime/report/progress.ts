// Live progress: a fold of the study's events into a model, and the model as lines. Pure; the command line owns the terminal.
import type { ProgressEvent, Stage } from '../store/progress-event.js'
import { unreachable } from '../support/invariant.js'
import { showDuration, showPlain } from './numbers.js'

/** What is known of a running study. */
export interface Progress {
  readonly stage?: Stage
  readonly trainings?: { readonly done: number; readonly total: number; readonly reused: number }
  readonly arms: Readonly<
    Record<string, { readonly done: number; readonly total: number; readonly best?: number }>
  >
  readonly secondsLeft?: number
  /** The trial that ended last. */
  readonly last?: Extract<ProgressEvent, { kind: 'trial-finished' }>
  readonly notes: readonly string[]
}

/** Before the first event. */
export const noProgress: Progress = { arms: {}, notes: [] }

/** The model after one more event. */
export function advance(progress: Progress, event: ProgressEvent): Progress {
  switch (event.kind) {
    case 'note':
      return { ...progress, notes: [...progress.notes, event.message] }
    case 'stage-started': {
      const { arms, notes } = progress
      return { arms, notes, stage: event.stage }
    }
    case 'trial-finished':
      return { ...progress, last: event }
    case 'training-progressed':
      return progress
    case 'advanced': {
      // An estimate holds for one batch only: the next event brings its own, or none.
      const { last, notes } = progress
      const { stage, trainings, secondsLeft } = event
      const left = secondsLeft === undefined ? {} : { secondsLeft }
      const latest = last === undefined ? {} : { last }
      return { stage, trainings, notes, arms: armsOf(progress, event), ...left, ...latest }
    }
    default:
      return unreachable(event)
  }
}

function armsOf(progress: Progress, event: Extract<ProgressEvent, { kind: 'advanced' }>): Progress['arms'] {
  const names = [...new Set([...Object.keys(progress.arms), ...Object.keys(event.trials)])]
  return Object.fromEntries(
    names.map((name) => {
      const before = progress.arms[name] ?? { done: 0, total: 0 }
      const best = event.best[name] ?? before.best
      return [name, { ...before, ...event.trials[name], ...(best === undefined ? {} : { best }) }]
    }),
  )
}

/** The line that an event deserves where output is plain; undefined for none. */
export function progressLine(event: ProgressEvent, before: Progress): string | undefined {
  switch (event.kind) {
    case 'note':
      return event.message
    case 'stage-started':
      return `${event.stage}:`
    case 'trial-finished': {
      const value = event.value === undefined ? event.end.replaceAll('_', ' ') : showPlain(event.value)
      const best = event.best === undefined ? '' : `, best ${showPlain(event.best)}`
      return `  ${event.arm}, replicate ${event.replicate}, trial ${event.trial}: ${value}${best}`
    }
    case 'training-progressed':
      return undefined
    case 'advanced':
      return isNewTenth(event, before)
        ? `  ${totals(event.trainings)}${timeLeft(event.secondsLeft)}`
        : undefined
    default:
      return unreachable(event)
  }
}

/** The block that a terminal redraws: the stage with a bar, then a line an arm; no line is wider than `width`. */
export function progressBlock(progress: Progress, width: number): readonly string[] {
  const { stage, trainings, arms, secondsLeft, last } = progress
  if (stage === undefined) return []
  const head =
    trainings === undefined
      ? stage
      : `${stage} ${bar(trainings, 24)} ${totals(trainings)}${timeLeft(secondsLeft)}`
  const longest = Math.max(0, ...Object.keys(arms).map(({ length }) => length))
  const searching = stage === 'tune' ? Object.entries(arms) : []
  const lines = searching.map(([name, { done, total, best }]) => {
    const found = best === undefined ? '' : `  best ${showPlain(best)}`
    return `  ${name.padEnd(longest)}  ${bar({ done, total }, 16)} ${done}/${total} trials${found}`
  })
  const latest =
    last === undefined || stage !== 'tune'
      ? []
      : [
          `  last: ${last.arm}, replicate ${last.replicate}, trial ${last.trial}, ${last.value === undefined ? last.end : showPlain(last.value)}`,
        ]
  return [head, ...lines, ...latest].map((line) => clip(line, width))
}

/** `████▌   ` with eighths, so that slow work is seen to move. */
export function bar(
  { done, total }: { readonly done: number; readonly total: number },
  width: number,
): string {
  const eighths = total === 0 ? 0 : Math.floor((Math.min(done, total) / total) * width * 8)
  const part = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? ''
  return `${'█'.repeat(Math.floor(eighths / 8))}${part}`.padEnd(width, '░')
}

const totals = ({ done, total, reused }: NonNullable<Progress['trainings']>): string =>
  `${done}/${total} trainings${reused === 0 ? '' : ` (${reused} reused)`}`

const timeLeft = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `, ${showDuration(seconds)} left`

/** Plain output gets a line a tenth of the stage, not one a batch. */
function isNewTenth(event: Extract<ProgressEvent, { kind: 'advanced' }>, before: Progress): boolean {
  const tenth = ({ done, total }: { readonly done: number; readonly total: number }): number =>
    total === 0 ? 0 : Math.floor((done / total) * 10)
  const earlier = before.stage === event.stage && before.trainings !== undefined ? tenth(before.trainings) : 0
  return tenth(event.trainings) > earlier
}

const clip = (line: string, width: number): string =>
  [...line].length <= width ? line : `${[...line].slice(0, Math.max(0, width - 1)).join('')}…`
