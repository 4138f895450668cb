// The numerics class of a run: everything about a machine and its software that may move the last bit of a result.
// Results of different classes are not mixed unless that is asked for.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus } from 'node:os'
import { digestOf } from '../support/digest.js'
import { acceleratorName } from './accelerator.js'

export type Device = 'cpu' | 'webgpu' | 'cuda'

/** Raised whenever the lowering of models for a device changes the numbers that they give. */
const lowering: Readonly<Record<Device, number>> = { cpu: 4, webgpu: 5, cuda: 4 }

/** The class as a readable text; `look-up` where no number is computed. */
export function numericsClassOf(device: Device, computes: boolean): string {
  if (!computes) return 'look-up'
  const accelerator = acceleratorName(device)
  const parts = [
    `${device}`,
    ...(accelerator === undefined ? [] : [accelerator]),
    `onnxruntime ${runtimeVersion()}`,
    `${arch()} ${digestOf(instructionSets()).slice(0, 8)}`,
    'threads 1',
    `lowering ${lowering[device]}`,
  ]
  return parts.join(', ')
}

/** The machine as far as times depend on it. */
export const machineName = (): string =>
  `${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}`

function runtimeVersion(): string {
  const file = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return version
}

/** Vector instruction sets, which choose the kernels; the processor's name where they are not listed. */
function instructionSets(): readonly string[] {
  const flags = processorFlags().filter((flag) =>
    /^(sse|ssse|avx|fma|f16c|amx|asimd|sve|bf16|i8mm)/.test(flag),
  )
  return flags.length > 0 ? [...new Set(flags)].sort() : [cpus()[0]?.model ?? 'unknown']
}

function processorFlags(): readonly string[] {
  try {
    const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))
    return line?.[1]?.split(/\s+/) ?? []
  } catch {
    return []
  }
}
