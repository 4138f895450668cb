// What `run` and `resume` are told on the command line about the machine: checked before anything is written.
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Device } from '../../runtime/study/numerics.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { Call } from './command.js'

/** Options that say how a run is carried out, never what it comes to. */
export interface RunSettings {
  readonly workers: number
  /** Absent: `auto`, which is what the run was begun with, else the cpu. */
  readonly device: Device | undefined
  readonly acceptNumerics: boolean
}

/** Reads the options of `run` and `resume`. @throws SpecError `bad-workers`, `unknown-device` */
export const settingsOf = (call: Call): RunSettings => ({
  workers: workersOf(call),
  device: deviceOf(call),
  acceptNumerics: call.options['acceptNumerics'] === true,
})

/** The device that a run was begun on, as its lock says; a damaged lock says nothing. */
export function lockedDevice(directory: string): Device | undefined {
  const file = join(directory, 'lock.json')
  if (!existsSync(file)) return undefined
  try {
    const lock: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const device = typeof lock === 'object' && lock !== null && 'device' in lock ? lock.device : undefined
    return deviceNamed(device)
  } catch {
    return undefined
  }
}

/** Workers of a run that was not told how many: one a core and at most four. */
export const defaultWorkers = (cores: number): number => Math.min(4, cores)

/** As asked, else by the number of cores. */
function workersOf({ options }: Call): number {
  const asked = options['workers']
  if (asked === undefined) return defaultWorkers(availableParallelism())
  const count = /^\d+$/.test(String(asked)) ? Number(asked) : NaN
  if (count >= 1 && count <= 256) return count
  throw new SpecError(
    'bad-workers',
    `--workers got '${String(asked)}', expected a whole number from 1 to 256`,
    { hint: 'leave it away for one worker a core' },
  )
}

/** `auto`, like no word at all, leaves it to the run. @throws SpecError `unknown-device` */
function deviceOf({ options }: Call): Device | undefined {
  const asked = options['device']
  const device = deviceNamed(asked)
  if (device !== undefined || asked === undefined || asked === 'auto') return device
  throw new SpecError('unknown-device', `the device '${String(asked)}' is none of auto, cpu, webgpu, cuda`, {
    hint: /^(webgpu|cuda):/.test(String(asked))
      ? 'CUDA_VISIBLE_DEVICES says which of several devices may be used'
      : '`espalier doctor` lists what this machine has',
  })
}

const deviceNamed = (name: unknown): Device | undefined =>
  name === 'cpu' || name === 'webgpu' || name === 'cuda' ? name : undefined
