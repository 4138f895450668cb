// Which of several devices a worker computes on. CUDA counts those that CUDA_VISIBLE_DEVICES leaves visible, from 0.
import type { ProcedureContext } from '../procedures/procedure.js'
import { devicesAt } from './command/device-mask.js'

/**
 * The device of a place among the workers, so that workers spread over all there are: by turns, or where trainings ask for GPUs, as
 * programs get theirs. Undefined where devices cannot be told apart or none is listed: then the provider takes its first.
 */
export function deviceIndexAt(
  device: ProcedureContext['device'],
  place: number,
  gpus: number | undefined,
  visible: () => readonly string[],
): number | undefined {
  if (device !== 'cuda') return undefined
  const devices = visible()
  if (devices.length === 0) return undefined
  if (gpus === undefined || gpus === 0) return place % devices.length
  const numbers = devices.map((_, number) => String(number))
  const [own] = devicesAt(place, gpus, numbers)
  return own === undefined ? undefined : Number(own)
}
