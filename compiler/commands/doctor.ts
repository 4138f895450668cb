// `espalier doctor`: what this machine offers, and a cure for each thing that is missing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { shippedSets } from '../../runtime/data/sources/shipped.js'
import { loadData } from '../../runtime/data/load.js'
import { openJournal } from '../../runtime/store/journal.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { Device } from '../../runtime/study/numerics.js'
import { exits, type Command } from './command.js'
import type { Finding, Health } from './health/finding.js'
import { build, node, optionalPackages } from './health/installation.js'
import { memory } from './health/memory.js'
import { runsFolder } from './health/runs-folder.js'
import { setUpCuda } from './setup-cuda.js'
import { deviceCures, probeDevice } from './probe-device.js'

/** Prints one line a finding; exits 3 when something that every run needs is broken. `--setup` mends instead of looking. */
export const command: Command = async (terminal, call) => {
  const force = call.options['force'] === true
  if (call.options['setup'] !== undefined) return setUpCuda(terminal, force)
  if (force) {
    throw new SpecError('wrong-options', '--force belongs to --setup', {
      hint: 'to fetch CUDA without a driver: espalier doctor --setup cuda --force',
    })
  }
  const runs = typeof call.options['runs'] === 'string' ? call.options['runs'] : 'runs'
  const findings: readonly Finding[] = [
    node(),
    memory(),
    runsFolder(resolve(terminal.cwd, runs), terminal.cwd),
    ...build(),
    await device('cpu'),
    await device('webgpu'),
    await device('cuda'),
    store(),
    ...optionalPackages(),
    ...(await dataSets()),
  ]
  if (call.options['json'] === true) terminal.out(`${JSON.stringify(findings, undefined, 2)}\n`)
  else for (const finding of findings) terminal.out(line(finding))
  return findings.some(({ health }) => health === 'broken') ? exits.failed : exits.done
}

const words: Readonly<Record<Health, string>> = {
  ok: 'ok     ',
  missing: 'missing',
  warning: 'WARNING',
  broken: 'BROKEN ',
}

const line = (finding: Finding): string =>
  `${words[finding.health]}  ${finding.what}: ${finding.detail}\n${
    finding.health === 'ok' ? '' : `         cure: ${finding.cure}\n`
  }`

async function device(name: Device): Promise<Finding> {
  const what = `device ${name}`
  const problem = await probeDevice(name)
  if (problem === undefined) return { what, health: 'ok', detail: 'runs' }
  return { what, health: name === 'cpu' ? 'broken' : 'missing', detail: problem, cure: deviceCures[name] }
}

function store(): Finding {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-doctor-'))
  try {
    openJournal(folder).close()
    return { what: 'store', health: 'ok', detail: 'SQLite writes and reads' }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { what: 'store', health: 'broken', detail, cure: 'install again with `npm ci`' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function dataSets(): Promise<readonly Finding[]> {
  return Promise.all(
    Object.keys(shippedSets).map(async (name): Promise<Finding> => {
      const what = `data set ${name}`
      try {
        const { rows } = await loadData({ dataset: name }, { root: '.' })
        return { what, health: 'ok', detail: `${rows} rows` }
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        const hint = error instanceof SpecError ? error.hint : undefined
        return { what, health: 'missing', detail, cure: hint ?? 'install Espalier again' }
      }
    }),
  )
}
