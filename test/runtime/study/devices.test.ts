// What is refused of devices before anything is trained, which device a worker gets, and what a numerics class says of it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Experiment } from '../../../runtime/experiment.js'
import { command, supervised } from '../../../runtime/procedures/index.js'
import { random } from '../../../runtime/samplers/index.js'
import { full } from '../../../runtime/schedulers/index.js'
import { acceleratorName } from '../../../runtime/study/accelerator.js'
import { checkDevices } from '../../../runtime/study/devices.js'
import { numericsClassOf } from '../../../runtime/study/numerics.js'
import { deviceIndexAt } from '../../../runtime/trial/device-index.js'

/** An experiment as far as devices go. */
const asking = (gpus: number | undefined, ...procedures: readonly (typeof supervised | typeof command)[]) =>
  ({
    resources: gpus === undefined ? {} : { gpus },
    arms: procedures.map((definition, index) => ({
      name: `arm ${String(index)}`,
      space: { training: { definition, path: '', options: {} } },
      sampler: { definition: random, path: '', options: {} },
      scheduler: { definition: full, path: '', options: {} },
    })),
  }) as unknown as Experiment

describe('GPUs that are asked for', () => {
  test.each([
    ['one-device-each', 2, 'cuda', [supervised]],
    ['devices-alike', 1, 'webgpu', [supervised]],
    ['devices-alike', 0.5, 'webgpu', [command, supervised]],
    ['gpus-unused', 1, 'cpu', [supervised]],
  ] as const)('are refused as %s: %s on %s', (code, gpus, device, procedures) => {
    expect(() => checkDevices(asking(gpus, ...procedures), device)).toThrow(
      expect.objectContaining({ code, name: 'PlanError', hint: expect.stringMatching(/\w/) }),
    )
  })

  test.each([
    [1, 'cuda', [supervised]],
    [0.5, 'cuda', [supervised]],
    [2, 'cpu', [command]],
    [1, 'cpu', [command, supervised]],
    [2, 'webgpu', [command]],
    [undefined, 'webgpu', [supervised]],
    [0, 'cpu', [supervised]],
  ] as const)('are admitted: %s on %s', (gpus, device, procedures) => {
    expect(() => checkDevices(asking(gpus, ...procedures), device)).not.toThrow()
  })
})

describe('the device of a worker', () => {
  const three = () => ['2', '5', 'GPU-7']
  const places = [0, 1, 2, 3, 4]

  test('is one of those that CUDA counts, by turns', () => {
    expect(places.map((place) => deviceIndexAt('cuda', place, undefined, three))).toEqual([0, 1, 2, 0, 1])
  })

  test('is its own where trainings ask for one, and shared where they ask for a share', () => {
    expect(places.slice(0, 3).map((place) => deviceIndexAt('cuda', place, 1, three))).toEqual([0, 1, 2])
    expect(places.map((place) => deviceIndexAt('cuda', place, 0.5, three))).toEqual([0, 0, 1, 1, 2])
  })

  test('is left to the provider where there is no choice', () => {
    const unseen = () => {
      throw new Error('nobody needs to look')
    }
    expect(deviceIndexAt('cpu', 1, undefined, unseen)).toBeUndefined()
    expect(deviceIndexAt('webgpu', 1, undefined, unseen)).toBeUndefined()
    expect(deviceIndexAt('cuda', 1, undefined, () => [])).toBeUndefined()
  })
})

describe('the name of an accelerator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-accelerator-'))
  const pci = join(folder, 'pci')
  for (const [name, kind, vendor, device] of [
    ['0000:00:02.0', '0x030000', '0x8086', '0x3e98'],
    ['0000:01:00.0', '0x030200', '0x10de', '0x2330'],
    ['0000:02:00.0', '0x030200', '0x10de', '0x2330'],
    ['0000:03:00.0', '0x020000', '0x8086', '0x1533'],
  ] as const) {
    mkdirSync(join(pci, name), { recursive: true })
    writeFileSync(join(pci, name, 'class'), `${kind}\n`)
    writeFileSync(join(pci, name, 'vendor'), `${vendor}\n`)
    writeFileSync(join(pci, name, 'device'), `${device}\n`)
  }
  const nvidia = join(folder, 'version')
  writeFileSync(
    nvidia,
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  Tue Sep 23 10:11:16 UTC 2025\n',
  )
  const environment = { VK_ICD_FILENAMES: '/usr/lib/chromium/vk_swiftshader_icd.json' }
  const nothing = {
    pci: join(folder, 'no'),
    nvidia: join(folder, 'no'),
    environment: {},
    system: 'darwin 24.1.0',
  }

  test('lists display controllers, the driver, and a Vulkan driver that was asked for', () => {
    const facts = { ...nothing, pci, nvidia, environment }
    expect(acceleratorName('cuda', facts)).toBe('10de:2330, 8086:3e98, driver 580.95.05')
    expect(acceleratorName('webgpu', facts)).toBe(
      '10de:2330, 8086:3e98, driver 580.95.05, vk_swiftshader_icd.json',
    )
    writeFileSync(nvidia, 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.1  Release Build\n')
    expect(acceleratorName('cuda', { ...nothing, nvidia })).toBe('driver 570.1')
  })

  test('is that of the system where nothing is listed, and none on the cpu', () => {
    expect(acceleratorName('webgpu', nothing)).toBe('unknown accelerator of darwin 24.1.0')
    expect(acceleratorName('cpu', { ...nothing, pci, nvidia })).toBeUndefined()
  })

  test('is part of the numerics class of what computes there, and of nothing else', () => {
    expect(numericsClassOf('webgpu', true)).toMatch(/^webgpu, .+, onnxruntime \S+, /)
    expect(numericsClassOf('cpu', true)).toMatch(/^cpu, onnxruntime \S+, /)
    expect(numericsClassOf('webgpu', false)).toBe('look-up')
  })
})
