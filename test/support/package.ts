// What users get: the packed tarball, put into a folder of its own as an installation would, without a network.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { repository } from './compile-specification.js'

/** A packed tarball and the paths in it. */
export interface Packed {
  readonly tarball: string
  readonly files: readonly string[]
  /** Bytes of the tarball. */
  readonly size: number
}

/** A new folder under the temporary one, by its real path. */
export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'espalier-package-')))

/** npm's program, beside the Node that runs this; npm itself says where when it runs the tests. */
export function npmProgram(): string {
  const beside = join(dirname(realpathSync(process.execPath)), '../lib/node_modules/npm/bin/npm-cli.js')
  const found = [process.env['npm_execpath'], beside, '/usr/share/nodejs/npm/bin/npm-cli.js']
  const program = found.find((file) => file?.endsWith('npm-cli.js') && existsSync(file))
  if (program === undefined) throw new Error('npm-cli.js was not found beside Node')
  return program
}

/** `npm pack` of the built sources into a folder. */
export function pack(folder: string): Packed {
  const words = ['pack', '--json', '--ignore-scripts', '--silent', '--pack-destination', folder]
  const { status, stdout, stderr } = spawnSync(process.execPath, [npmProgram(), ...words], {
    cwd: repository,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`npm pack exited ${String(status)}: ${stderr}`)
  const [told] = Object.values(JSON.parse(stdout) as Record<string, PackReport>)
  if (told === undefined) throw new Error('npm pack reported nothing')
  const files = told.files.map(({ path }) => path).sort()
  return { tarball: join(folder, told.filename), files, size: told.size }
}

interface PackReport {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

/** Unpacks a tarball to `node_modules/espalier` of a project, beside links to its declared dependencies and to nothing else. */
export function installOffline(project: string, tarball: string): void {
  const modules = join(project, 'node_modules')
  const home = join(modules, 'espalier')
  mkdirSync(home, { recursive: true })
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', home], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`tar: ${stderr}`)
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  for (const name of Object.keys(dependencies)) link(modules, name)
}

/** Links a package of this repository into `node_modules`. */
export function link(modules: string, name: string): void {
  mkdirSync(dirname(join(modules, name)), { recursive: true })
  symlinkSync(join(repository, 'node_modules', name), join(modules, name))
}

/** Removes a folder that `temporaryFolder` made. */
export const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** A module of a TypeScript project that uses both entry points rightly, and wrongly where it says so. */
const consumer = `import { maximize, adam, check, compile, run, SpecificationError, type Plan, type Result } from 'espalier'
import { defineLayer, defineObjective, type Layer } from 'espalier/define'

export const objective: { readonly metric: string } = maximize('accuracy')
export const keepOptimizer = adam
export const keep = (layer: Layer): Layer => defineLayer(layer)
export const objective2 = defineObjective(({ x }, { seed }) => ({ loss: Number(x) + seed }))
export async function programmatic(plan: Plan): Promise<Result | undefined> {
  const { diagnostics } = await check('experiment.yaml', { set: { 'budget.trials': 3 } })
  const compiled: string | undefined = (await compile({ text: 'espalier: 1' })).plan
  if (compiled === undefined) throw new SpecificationError(diagnostics)
  const { directory } = await run('experiment.yaml', { out: 'run', onProgress: ({ kind }) => void kind })
  // @ts-expect-error a plan in memory has no directory
  await run(plan, { out: directory })
  return (await run(plan, { signal: new AbortController().signal })).result
}
// @ts-expect-error a metric is a name: were the types not found, nothing would be wrong here
export const wrong = maximize(3)
`

/** How a consumer may resolve modules; libraries are checked too, so our declarations must hold by themselves. */
export const resolutions = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
} as const

/** Type-checks a consumer and a whole plan against the installed package; gives what the compiler complained about. */
export function typeErrors(project: string, resolution: keyof typeof resolutions): string {
  const options = {
    ...resolutions[resolution],
    target: 'es2022',
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  writeFileSync(join(project, 'consumer.ts'), consumer)
  copyFileSync(join(repository, 'test/golden/quickstart/plan.ts'), join(project, 'plan.ts'))
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['consumer.ts', 'plan.ts'] }),
  )
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', '.'], {
    cwd: project,
    encoding: 'utf8',
  })
  return `${stdout}${stderr}`
}
