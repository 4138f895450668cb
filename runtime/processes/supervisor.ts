// Entry of a supervisor process: it runs one program after the other for the process that started it, and ends the program with all
// that it started once that process is gone, however it went.
import { supervise } from './supervise.js'
import type { Supervised } from './supervise.js'
import type { FromSupervisor, ToSupervisor } from './program.js'

let current: Supervised | undefined

const send = (message: FromSupervisor): void => {
  // Whoever asked may be gone; then nobody wants to know.
  if (process.connected) process.send?.(message, () => undefined)
}

process.on('message', (message) => {
  const asked = message as ToSupervisor
  if (asked.kind === 'cancel') return current?.cancel()
  current = supervise(
    asked.order,
    (leader) => send({ kind: 'started', leader }),
    (text) => send({ kind: 'line', text }),
  )
  void current.report.then((report) => {
    current = undefined
    send({ kind: 'ended', report })
  })
})

process.on('disconnect', () => {
  const ending = current?.report ?? Promise.resolve()
  current?.cancel()
  void ending.then(() => process.exit(0))
})

// A key pressed at the terminal reaches every process there; what it means is decided above.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
