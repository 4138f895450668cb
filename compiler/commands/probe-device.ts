// Whether a device really computes: a graph of one addition is run on it, because seeing it listed is no proof.
import { openSession } from '../../runtime/onnx/session.js'
import { encodeGraph } from '../../runtime/onnx/encode.js'
import type { Device } from '../../runtime/study/numerics.js'
import { builder } from '../../runtime/tensor/builder.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { SpecError } from '../../schemas/diagnostic.js'

/** What a device that cannot be used needs. */
export const deviceCures: Readonly<Record<Device, string>> = {
  cpu: 'install again with `npm ci`; Linux needs glibc 2.28 or newer',
  webgpu: 'needs a Vulkan, Metal or Direct3D 12 driver; everything runs on the cpu without it',
  cuda: 'needs an NVIDIA driver and what `espalier doctor --setup cuda` fetches; everything runs on the cpu without it',
}

/** The first line of what went wrong, or undefined where the device computes. */
export async function probeDevice(device: Device): Promise<string | undefined> {
  try {
    const build = builder()
    const x = build.input('x', tensorType('float32', [2]))
    const bytes = encodeGraph({ name: 'probe', outputs: [{ name: 'y', value: build.add(x, x) }] })
    const session = await openSession(bytes, { device })
    await session.release()
    return undefined
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    // The place in ONNX Runtime's sources helps nobody here.
    return line.replace(/\/\S+\.cc:\d+ .*? was false\. /, '')
  }
}

/** Makes sure of a device that was asked for; the cpu is always there. @throws SpecError `no-device` */
export async function requireDevice(device: Device): Promise<void> {
  if (device === 'cpu') return
  const problem = await probeDevice(device)
  if (problem === undefined) return
  throw new SpecError('no-device', `the device '${device}' cannot be used on this machine: ${problem}`, {
    hint: `${device} ${deviceCures[device]}: leave --device away; \`espalier doctor\` says more`,
  })
}
