// Setting up CUDA where it cannot be: each reason is told apart. onnxruntime-node's own script runs, with no way to its host.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import type { Exit } from '../../../compiler/commands/command.js'
import { exitOfFailure } from '../../../compiler/commands/failure.js'
import { setUpCuda } from '../../../compiler/commands/setup-cuda.js'
import type { RunError } from '../../../schemas/diagnostic.js'
import { espalier } from '../../support/command-line.js'

interface Outcome {
  readonly exit: Exit
  readonly out: string
  readonly error: RunError | undefined
}

/** Sets up on a machine of our choice, with an environment of our choice. */
async function setUp(
  machine: { readonly platform: string; readonly arch: string; readonly driver: boolean },
  { force = false, environment = {} }: { force?: boolean; environment?: Record<string, string> } = {},
): Promise<Outcome> {
  let out = ''
  const write = (text: string): void => {
    out += text
  }
  const terminal = {
    out: write,
    err: write,
    live: false,
    colour: false,
    columns: 80,
    cwd: '.',
    environment,
  }
  try {
    return { exit: await setUpCuda(terminal, force, machine), out, error: undefined }
  } catch (error) {
    return { exit: exitOfFailure(error), out, error: error as RunError }
  }
}

const linux = { platform: 'linux', arch: 'x64' }

/** A proxy's address at which nobody listens: the port was ours a moment ago. */
async function deadProxy(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://me:secret@127.0.0.1:${port}`
}

describe('setting up CUDA', () => {
  test.each([
    ['darwin', 'arm64'],
    ['win32', 'x64'],
    ['linux', 'arm64'],
  ])('on %s/%s says that there is none, and where there is', async (platform, arch) => {
    const { exit, out, error } = await setUp({ platform, arch, driver: true })
    expect([exit, out, error?.code]).toEqual([3, '', 'cuda-platform'])
    expect(error?.message).toMatch(
      new RegExp(`^onnxruntime-node [\\d.]+ has no CUDA for ${platform}/${arch}$`),
    )
    expect(error?.hint).toContain('it has for linux/x64')
  })

  test('without a driver says what it would fetch, and fetches nothing', async () => {
    const { exit, out, error } = await setUp({ ...linux, driver: false })
    expect([exit, error?.code]).toEqual([3, 'cuda-driver'])
    expect(out).toContain('files  libonnxruntime_providers_cuda.so')
    expect(out).toMatch(/from {3}Microsoft\.ML\.OnnxRuntime\.Gpu\.Linux [\d.]+ at api\.nuget\.org/)
    expect(out).toContain('into   ')
    expect(out).not.toContain('Downloading')
    expect(error?.hint).toContain('--force')
  })

  test.each([
    ['with a driver', true, false],
    ['by force', false, true],
  ])('%s says that the host is out of reach, and hides the password of a proxy', async (_, driver, force) => {
    const environment = { HTTPS_PROXY: await deadProxy() }
    const { exit, error } = await setUp({ ...linux, driver }, { force, environment })
    expect([exit, error?.code]).toEqual([3, 'cuda-host'])
    expect(error?.message).toMatch(
      /^api\.nuget\.org cannot be reached through the proxy http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/,
    )
    expect(error?.hint).toContain('HTTPS_PROXY')
  })

  test('is asked for by name', async () => {
    const { exit, err } = await espalier('.', 'doctor', '--setup', 'rocm')
    expect(exit).toBe(2)
    expect(err).toContain('Allowed choices are cuda')
    const alone = await espalier('.', 'doctor', '--force')
    expect(alone.exit).toBe(2)
    expect(alone.err).toContain('--force belongs to --setup')
  })
})
