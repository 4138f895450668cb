// Ways in which programs go wrong. Arguments: a marker by which its processes are found, and the way.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const [marker, way] = process.argv.slice(2)
const trial = JSON.parse(readFileSync(process.env.ESPALIER_TRIAL, 'utf8'))
const report = (accuracy) => console.log(JSON.stringify({ accuracy }))
const sleeper = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'
const forever = () => setInterval(() => undefined, 1000)

const ways = {
  well: () => report(0.5 + (trial.seed % 1000) / 1e5),
  hang: forever,
  ignore_signals: () => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)
    forever()
  },
  leave_child: () => {
    // In a session of its own, without a parent, deaf to requests.
    spawn(process.execPath, ['-e', sleeper, marker], { detached: true, stdio: 'ignore' }).unref()
    report(0.4)
  },
  leave_child_with_streams: () => {
    spawn(process.execPath, ['-e', sleeper, marker], { detached: true, stdio: 'inherit' }).unref()
    report(0.3)
  },
  flood: async () => {
    const chunk = Buffer.alloc(2 ** 20, 'flooding the output, line by line\n')
    const size = Number(process.env.FLOOD_MEBIBYTES)
    for (let count = 0; count < size; count += 1) {
      if (!process.stdout.write(chunk)) await new Promise((resume) => process.stdout.once('drain', resume))
    }
    console.log()
    report(0.2)
  },
  not_a_number: () => console.log('{"accuracy": NaN}'),
  say_nothing: () => undefined,
  fail: () => {
    console.error('this program cannot do that')
    process.exitCode = 1
  },
  need_memory: async () => {
    const held = []
    for (;;) {
      held.push(Buffer.alloc(2 ** 25, held.length + 1))
      await wait(20)
    }
  },
  write_elsewhere: () => {
    appendFileSync(`${trial.project}/settings.json`, ' ')
    report(0.1)
  },
  fail_twice: () => {
    const file = `${trial.folder}/tries`
    const tries = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    writeFileSync(file, String(tries + 1))
    if (tries < 2) process.exitCode = 1
    else report(0.6)
  },
  linger: async () => {
    const began = Date.now()
    await wait(1000)
    const times = { began, ended: Date.now(), mask: process.env.CUDA_VISIBLE_DEVICES ?? null }
    writeFileSync(`${trial.folder}/times.json`, JSON.stringify(times))
    report(trial.configuration.step / 10 + (trial.seed % 1000) / 1e5)
  },
  count: () => {
    const file = `${trial.folder}/count`
    const number = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    writeFileSync(file, String(number + 1))
    report([100, 0.3, 0.1, 0.2][number])
  },
}
await ways[way]()
