// `espalier doctor --setup cuda`: fetches what onnxruntime-node leaves out of its package, by that package's own script.
// Whatever can be known beforehand (platform, driver, a folder that cannot be written) is refused before anything is fetched.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { RunError } from '../../schemas/diagnostic.js'
import { exits, type Exit, type Terminal } from './command.js'
import { announcement, beside, flavour, partsFor, type Parts, type SetupMachine } from './cuda-parts.js'
import { probeDevice } from './probe-device.js'

/** Traces that an NVIDIA driver leaves, the last one under Windows' Linux. */
const driverTraces = ['/proc/driver/nvidia/version', '/dev/nvidiactl', '/usr/lib/wsl/lib/libcuda.so.1']

/** This machine, as far as it can be seen without loading a library. */
export const thisMachine = (): SetupMachine => ({
  platform: process.platform,
  arch: process.arch,
  driver: driverTraces.some((file) => existsSync(file)),
})

/**
 * Says what will be fetched, fetches it, and tries the device.
 * @throws RunError `cuda-platform`, `cuda-driver`, `cuda-folder`, `cuda-host`, `cuda-script`, `cuda-device`
 */
export async function setUpCuda(
  terminal: Terminal,
  force: boolean,
  machine: SetupMachine = thisMachine(),
): Promise<Exit> {
  const parts = partsFor(machine)
  terminal.out(announcement(parts))
  if (!machine.driver && !force) {
    throw new RunError('cuda-driver', 'data', 'no NVIDIA driver was found on this machine', {
      hint: 'install the driver (`nvidia-smi` shows it), in a container pass the device on (`--gpus all`); when building an image for other machines, add --force',
    })
  }
  const missing = parts.files.filter((file) => !existsSync(join(parts.folder, file)))
  if (missing.length === 0) terminal.out('these are there already\n')
  else await fetchParts(terminal, parts)
  if (!machine.driver) {
    terminal.out('fetched; not tried, as there is no NVIDIA driver here\n')
    return exits.done
  }
  const problem = await probeDevice('cuda')
  if (problem === undefined) {
    terminal.out('device cuda: runs\n')
    return exits.done
  }
  throw new RunError('cuda-device', 'data', `the files are there, but the device does not run: ${problem}`, {
    hint: `it also needs ${beside} on the path of libraries, LD_LIBRARY_PATH for example`,
  })
}

async function fetchParts(terminal: Terminal, parts: Parts): Promise<void> {
  try {
    accessSync(parts.folder, constants.W_OK)
  } catch {
    throw new RunError('cuda-folder', 'data', `'${parts.folder}' cannot be written`, {
      hint: 'run this as the user who installed Espalier',
    })
  }
  const { status, told } = await runScript(terminal, parts.script)
  const missing = parts.files.filter((file) => !existsSync(join(parts.folder, file)))
  if (status !== 0 || missing.length > 0) throw failureOf(told, parts, proxies(terminal.environment))
}

/** Seconds within which the script must have found its package; the download itself takes as long as it takes. */
const patience = 120

/**
 * What is wanted goes before what a project's .npmrc says, which npm hands on to all that it runs. `true` means what the platform
 * has; the script takes the name of a flavour for no answer, and does nothing when it is run by npm in a project.
 */
const asked = { ONNXRUNTIME_NODE_INSTALL: 'true' }

/** Runs onnxruntime-node's script; what it says about its progress is passed on. */
async function runScript(
  terminal: Terminal,
  script: string,
): Promise<{ readonly status: number | undefined; readonly told: string }> {
  const child = spawn(process.execPath, [script, `--onnxruntime-node-install=${flavour}`], {
    env: { ...process.env, ...asked, ...proxies(terminal.environment) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  const impatience = setTimeout(() => {
    told += 'ETIMEDOUT'
    child.kill()
  }, patience * 1000)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    clearTimeout(impatience)
    terminal.out(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const status = await new Promise<number | undefined>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? undefined))
  })
  clearTimeout(impatience)
  return { status, told }
}

/** The script heeds proxies under names of its own only. */
function proxies(environment: Terminal['environment']): Record<string, string> {
  const given = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '')
  const https = given('GLOBAL_AGENT_HTTPS_PROXY', 'HTTPS_PROXY', 'https_proxy')
  const not = given('GLOBAL_AGENT_NO_PROXY', 'NO_PROXY', 'no_proxy')
  return {
    ...(https === undefined ? {} : { GLOBAL_AGENT_HTTP_PROXY: https, GLOBAL_AGENT_HTTPS_PROXY: https }),
    ...(not === undefined ? {} : { GLOBAL_AGENT_NO_PROXY: not }),
  }
}

/** What the script died of, in words; its own last words otherwise. */
function failureOf(
  told: string,
  { host, script }: Parts,
  { GLOBAL_AGENT_HTTPS_PROXY: proxy }: Readonly<Record<string, string>>,
): RunError {
  const offline = /E(?:AI_AGAIN|NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH|PIPE)\b/.exec(
    told,
  )
  const status = /HTTP status code = (\d+)/.exec(told)
  if (offline !== null || status !== null) {
    const why = offline?.[0] ?? `it answered with status ${status?.[1] ?? ''}`
    const through = proxy === undefined ? '' : ` through the proxy ${withoutPassword(proxy)}`
    return new RunError('cuda-host', 'data', `${host} cannot be reached${through} (${why})`, {
      hint: 'connect this machine to the internet, name a proxy in HTTPS_PROXY, or run this where there is a network and copy the files',
    })
  }
  if (told.includes('ENOSPC')) {
    return new RunError('cuda-space', 'data', 'no space is left for the download', {
      hint: 'free some gigabytes in the folder above and in the temporary one (TMPDIR)',
    })
  }
  const words = /^\w*Error: (.*)$/m.exec(told)?.[1] ?? told.trim().split('\n').at(-1) ?? ''
  return new RunError(
    'cuda-script',
    'data',
    `onnxruntime-node's script failed: ${words || 'it says not why'}`,
    {
      hint: `see for yourself: node '${script}' --onnxruntime-node-install=${flavour}`,
    },
  )
}

const withoutPassword = (address: string): string => address.replace(/\/\/[^@/]*@/, '//')
