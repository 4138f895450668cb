// Signals that end a run in order: the first asks it to stop where it can go on later, the second ends the process at once.
import { exits, type Exit } from './command.js'

/** Listens for SIGINT and SIGTERM until closed. */
export interface Interruption {
  readonly signal: AbortSignal
  /** The exit code of the signal that came, 130 or 143. */
  readonly exit: () => Exit
  readonly close: () => void
}

/** Starts to listen; `told` is called at the first signal. */
export function listenForSignals(told: () => void): Interruption {
  const stop = new AbortController()
  let exit: Exit = exits.interrupted
  // The listener stays while it runs (`on`, not `once`): execa's own listener ends the process where it finds no other.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) {
      close()
      process.kill(process.pid, signal)
      return
    }
    exit = signal === 'SIGTERM' ? exits.terminated : exits.interrupted
    told()
    stop.abort()
  }
  const close = (): void => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return { signal: stop.signal, exit: () => exit, close }
}
