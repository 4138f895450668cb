// Progress on stderr: a block that is redrawn on a terminal, plain lines elsewhere, or one JSON object a line for programs.
import { advance, noProgress, progressBlock, progressLine } from '../../runtime/report/progress.js'
import type { ProgressEvent } from '../../runtime/store/progress-event.js'
import { stopwatch } from '../../runtime/support/clock.js'
import type { Call, Terminal } from './command.js'

/** A display of progress; `close` leaves the cursor below it. */
export interface Display {
  readonly show: (event: ProgressEvent) => void
  readonly close: () => void
}

/** Milliseconds between two drawings. */
const frame = 100

/** The display that `--progress` asks for; by default a block on a terminal and plain lines elsewhere or with `--ci`. */
export function createDisplay(terminal: Terminal, { options }: Call): Display {
  const asked = options['progress'] ?? 'auto'
  if (asked === 'none') return { show: () => undefined, close: () => undefined }
  if (asked === 'jsonl')
    return { show: (event) => terminal.err(`${JSON.stringify(event)}\n`), close: () => undefined }
  return asked === 'auto' && terminal.live && options['ci'] !== true
    ? blockDisplay(terminal)
    : lineDisplay(terminal)
}

function lineDisplay(terminal: Terminal): Display {
  let progress = noProgress
  const show = (event: ProgressEvent): void => {
    const line = event.kind === 'trial-finished' ? undefined : progressLine(event, progress)
    progress = advance(progress, event)
    if (line !== undefined) terminal.err(`${line}\n`)
  }
  return { show, close: () => undefined }
}

function blockDisplay(terminal: Terminal): Display {
  let progress = noProgress
  let drawn = 0
  let last = 0
  const draw = (): void => {
    const lines = progressBlock(progress, terminal.columns - 1)
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`
    terminal.err(`${up}\u001b[0J${lines.map((line) => `${line}\n`).join('')}`)
    drawn = lines.length
  }
  const show = (event: ProgressEvent): void => {
    if (event.kind === 'note') {
      terminal.err(`${drawn === 0 ? '' : `\u001b[${drawn}A`}\u001b[0J${event.message}\n`)
      drawn = 0
    }
    progress = advance(progress, event)
    if (stopwatch() - last < frame && event.kind !== 'stage-started') return
    last = stopwatch()
    draw()
  }
  return { show, close: draw }
}
