// A worker process whose trainings misbehave on purpose. What a training does is read from `faults.json` in the run directory:
// a list of [x, y, fault]; each fault strikes once, save those that end in '!'.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { executionsOf } from '../../../dist/runtime/trial/execution.js'
import { serveWorker } from '../../../dist/runtime/study/workers/serve.js'

const sleep = (milliseconds) => {
  // Blocks the event loop, as a training does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

const formula = (x, y, seed, fidelity) =>
  1 - ((x - 7) ** 2 + (y - 3) ** 2) / 100 + ((seed * 7919 + x * 31 + y * 17) % 13) / 1000 - 0.05 / fidelity

const hoard = []

function strike(fault) {
  switch (fault.replace('!', '')) {
    case 'crash':
      return process.abort()
    case 'exit':
      return process.exit(9)
    case 'preempt':
      return process.kill(process.pid, 'SIGTERM')
    case 'hang':
      return sleep(600_000)
    case 'hoard':
      for (let block = 0; block < 60; block += 1) {
        hoard.push(Buffer.alloc(8 << 20, 1))
        sleep(20)
      }
      return sleep(600_000)
    case 'throw':
      throw new Error('this training cannot be done')
    case 'late':
      return sleep(1500)
  }
}

const tiny = {
  kind: 'tiny',
  inline: false,
  open: async ({ directory, progress }) => {
    const settings = JSON.parse(readFileSync(join(directory, 'faults.json'), 'utf8'))
    writeFileSync(join(directory, `worker-${process.pid}`), '')
    const fallOver = ({ x, y }) => {
      for (const [atX, atY, fault] of settings.faults ?? []) {
        if (atX !== x || atY !== y) continue
        const mark = join(directory, `struck-${x}-${y}-${fault}`)
        if (existsSync(mark) && !fault.endsWith('!')) continue
        writeFileSync(mark, '')
        strike(fault)
      }
    }
    return {
      train: async (requests) => {
        for (const request of requests) {
          const { x, y } = request.specified.configuration
          fallOver({ x, y })
          sleep(settings.milliseconds ?? 2)
          progress(request.training, request.to, {})
          if (request.checkpointOut) {
            const { mkdirSync, renameSync } = await import('node:fs')
            mkdirSync(join(directory, 'checkpoints'), { recursive: true })
            writeFileSync(`${request.checkpointOut}.tmp`, request.training)
            renameSync(`${request.checkpointOut}.tmp`, request.checkpointOut)
          }
          writeFileSync(join(directory, `trained-${request.training}-${request.to}`), String(process.pid), {
            flag: 'a',
          })
        }
        return requests.map(({ training, specified, seed, to, phase }) => ({
          training,
          end: 'completed',
          measurements: [
            {
              metric: 'score',
              value: formula(specified.configuration.x, specified.configuration.y, seed, to),
              fidelity: to,
              on: phase === 'tune' ? 'select' : 'measure',
            },
          ],
          measured: { milliseconds: settings.milliseconds ?? 2, process: process.pid },
        }))
      },
      export: async (request, file) => writeFileSync(file, readFileSync(request.checkpoint, 'utf8')),
      close: async () => undefined,
    }
  },
}

serveWorker(executionsOf([tiny]))
