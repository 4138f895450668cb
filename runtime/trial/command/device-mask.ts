// Which GPUs a training may see: each place of a worker has its own, or its share of one, and never another's.
import { execFileSync } from 'node:child_process'

/** GPUs of this machine that this process may use, by the names that a mask gives them. */
export function visibleDevices(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const mask = environment['CUDA_VISIBLE_DEVICES']
  if (mask !== undefined)
    return mask
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== '-1')
  try {
    const listed = execFileSync('nvidia-smi', ['-L'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return [...listed.matchAll(/^GPU (\d+):/gm)].map(([, number]) => number ?? '')
  } catch {
    return []
  }
}

/** How many trainings can run at once, where each needs so many GPUs, or such a share of one. */
export const placesFor = (gpus: number, devices: number): number =>
  gpus < 1 ? devices * Math.floor(1 / gpus + 1e-9) : Math.floor(devices / Math.ceil(gpus))

/** The devices of a place, counted from 0. */
export function devicesAt(place: number, gpus: number, devices: readonly string[]): readonly string[] {
  if (gpus < 1) return devices.slice(...span(Math.floor(place / Math.floor(1 / gpus + 1e-9)), 1))
  return devices.slice(...span(place, Math.ceil(gpus)))
}

const span = (place: number, size: number): readonly [number, number] => [place * size, (place + 1) * size]
