// What a device's numbers depend on beside the provider: the graphics hardware and its driver, as far as the system tells without
// loading either. Part of the numerics class, so that results of two GPUs are not mixed.
import { readdirSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import { basename, join } from 'node:path'
import type { Device } from '../tensor/graph.js'

/** Where the system tells, and what the process was told. */
export interface AcceleratorFacts {
  /** Linux lists PCI devices and NVIDIA's driver in folders. */
  readonly pci: string
  readonly nvidia: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Version of the system, which brings the driver elsewhere. */
  readonly system: string
}

const here = (): AcceleratorFacts => ({
  pci: '/sys/bus/pci/devices',
  nvidia: '/proc/driver/nvidia/version',
  environment: process.env,
  system: `${process.platform} ${release()}`,
})

/** `10de:2330, driver 580.95.05`; undefined on the cpu. */
export function acceleratorName(device: Device, facts: AcceleratorFacts = here()): string | undefined {
  if (device === 'cpu') return undefined
  const vulkan = device === 'webgpu' ? vulkanDriver(facts.environment) : undefined
  const known = [...displays(facts.pci), nvidiaDriver(facts.nvidia), vulkan].filter(
    (part) => part !== undefined,
  )
  return known.length === 0 ? `unknown accelerator of ${facts.system}` : known.join(', ')
}

/** Vendor and device of every display controller (PCI class 03), each kind once. */
function displays(folder: string): readonly string[] {
  const read = (device: string, name: string): string =>
    readFileSync(join(folder, device, name), 'utf8').trim()
  try {
    const found = readdirSync(folder)
      .filter((device) => read(device, 'class').startsWith('0x03'))
      .map((device) =>
        [read(device, 'vendor'), read(device, 'device')].map((id) => id.replace('0x', '')).join(':'),
      )
    return [...new Set(found)].sort()
  } catch {
    return []
  }
}

/** From `NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  …`. */
function nvidiaDriver(file: string): string | undefined {
  try {
    const version = /Module\s+(?:for \S+\s+)?(\d+(?:\.\d+)+)/.exec(readFileSync(file, 'utf8'))?.[1]
    return version === undefined ? undefined : `driver ${version}`
  } catch {
    return undefined
  }
}

/** A Vulkan driver that was asked for by its manifest, such as that of a software device. */
function vulkanDriver(environment: AcceleratorFacts['environment']): string | undefined {
  const manifest = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES']
  return manifest === undefined || manifest === '' ? undefined : basename(manifest)
}
