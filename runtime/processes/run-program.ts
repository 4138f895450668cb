// Runs programs through a supervisor process, which outlives this one just long enough to leave nothing running.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endFamily } from './end-family.js'
import type { FromSupervisor, ProgramOrder, ProgramReport, ToSupervisor } from './program.js'

/** Runs one program after the other. */
export interface ProgramRunner {
  /** Runs a program to its end, whatever that is. Lines of its standard output come as they are complete. */
  run(order: ProgramOrder, onLine: (text: string) => void): Promise<ProgramReport>
  close(): void
}

/** A runner; its supervisor is started with the first program, and again where it was lost. */
export function createProgramRunner(): ProgramRunner {
  let supervisor: ChildProcess | undefined
  const living = (): ChildProcess => {
    if (supervisor === undefined || supervisor.exitCode !== null || supervisor.signalCode !== null) {
      supervisor = startSupervisor()
    }
    return supervisor
  }
  return {
    run: (order, onLine) => runThrough(living(), order, onLine),
    close: () => {
      if (supervisor?.connected === true) supervisor.disconnect()
      supervisor = undefined
    },
  }
}

function runThrough(
  supervisor: ChildProcess,
  order: ProgramOrder,
  onLine: (text: string) => void,
): Promise<ProgramReport> {
  return new Promise((resolve, reject) => {
    let leader: number | undefined
    const hear = (message: unknown): void => {
      const heard = message as FromSupervisor
      if (heard.kind === 'started') leader = heard.leader
      else if (heard.kind === 'line') onLine(heard.text)
      else {
        supervisor.off('exit', lost)
        supervisor.off('message', hear)
        resolve(heard.report)
      }
    }
    const lost = (): void => {
      supervisor.off('message', hear)
      const ending = leader === undefined ? Promise.resolve(0) : endFamily({ leader, mark: order.mark }, 0)
      ending.then(() => reject(new Error('the process that supervises the program was killed')), reject)
    }
    supervisor.on('message', hear)
    supervisor.once('exit', lost)
    const start: ToSupervisor = { kind: 'start', order }
    supervisor.send(start, () => undefined)
  })
}

function startSupervisor(): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  const entry = fileURLToPath(new URL(`./supervisor${extension}`, import.meta.url))
  return fork(entry, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--no-warnings'] })
}
