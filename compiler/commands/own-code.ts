// User code on the command line: who runs it, where it goes, and that it runs only where `--allow-code` says so.
import { copyFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { LoadCode } from '../code/own-code.js'
import { codeFolder } from '../emit/own-code.js'
import type { PluginNode } from '../ir/nodes.js'
import type { Call } from './command.js'

/** `--allow-code`. */
export const allowsCode = ({ options }: Call): boolean => options['allowCode'] === true

/** Runs files of a project; loaded with the loader only when there is such a file. */
export function codeLoader(root: string): LoadCode {
  const shown = (file: string): string => relative(root, file).split(sep).join('/')
  return async (path) => {
    const { loadCode } = await import('../../runtime/study/load-plan.js')
    const { modulesOf } = await import('../../runtime/study/local-module.js')
    const { module, exports } = await loadCode(join(root, path), { within: root, shown })
    const files = modulesOf(module).map(({ file, sha256 }) => ({ path: shown(file), sha256 }))
    return { sha256: module.sha256, files, exports }
  }
}

/** A file that goes with a plan. */
export interface CodeFile {
  /** Absolute. */
  readonly from: string
  /** Relative to the plan. */
  readonly to: string
}

/** The files that `use:` brings, to lie under `code/` beside the plan. */
export function codeFilesOf(plugins: readonly PluginNode[], root: string): readonly CodeFile[] {
  const paths = new Set(plugins.flatMap(({ files }) => files.map(({ path }) => path)))
  return [...paths].map((path) => ({ from: join(root, path), to: `${codeFolder}/${path}` }))
}

/**
 * The files that a plan imports from beside it; none of them has run. @throws SpecError `code-not-loaded` where code may not run,
 * `code-not-beside` where a file lies above the plan
 */
export async function codeFilesOfPlan(planFile: string, isAllowed: boolean): Promise<readonly CodeFile[]> {
  const { codeOfPlan } = await import('../../runtime/study/load-plan.js')
  const code = await codeOfPlan(planFile)
  const [first] = code.keys()
  if (first !== undefined && !isAllowed) {
    throw new SpecError(
      'code-not-loaded',
      `the plan brings code of its own, '${first}', which runs only where you allow it`,
      { hint: 'read it, then add --allow-code' },
    )
  }
  return [...code].map(([to, { file }]) => {
    if (to.startsWith('../')) {
      throw new SpecError(
        'code-not-beside',
        `the plan imports '${to}', which does not lie beside or below it`,
        {
          hint: 'move the file into the folder of the plan: it is copied into the run with it',
        },
      )
    }
    return { from: file, to }
  })
}

/** Copies code to where its plan will be. */
export function copyCode(files: readonly CodeFile[], folder: string): void {
  for (const { from, to } of files) {
    const target = join(folder, to)
    makeFolders(dirname(target))
    copyFileSync(from, target)
  }
}
