// `espalier init`: writes a template into a folder, and never over what is there.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { plural } from '../../runtime/report/numbers.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { exits, type Command } from './command.js'
import { templateFolder } from './templates.js'

/** Copies `specs/templates/<template>` into the folder. @throws SpecError `init-exists` where a file would be overwritten. */
export const command: Command = async (terminal, call) => {
  const template = String(call.options['template'] ?? 'tabular')
  const target = resolve(terminal.cwd, call.words[0] ?? '.')
  const source = templateFolder(template)
  const files = filesOf(source)
  const taken = files.find((file) => existsSync(join(target, file)))
  if (taken !== undefined) {
    throw new SpecError(
      'init-exists',
      `'${join(relative(terminal.cwd, target), taken)}' is already there, nothing was written`,
      {
        hint: 'choose an empty folder: espalier init my-study',
      },
    )
  }
  for (const file of files) {
    makeFolders(dirname(join(target, file)))
    writeFileSync(join(target, file), readFileSync(join(source, file)))
  }
  const place = relative(terminal.cwd, target) || '.'
  const specification = files.find((file) => file.endsWith('.yaml')) ?? ''
  const added = markProject(target)
  terminal.err(`wrote ${plural(files.length + added, 'file')} to ${place}\n`)
  terminal.out(
    `next:\n${place === '.' ? '' : `  cd ${place}\n`}  npx espalier check ${specification}\n  npx espalier run ${specification}\n`,
  )
  return exits.done
}

/**
 * Installation scripts are left out because nothing here needs one, and that of onnxruntime-node fetches CUDA libraries of
 * some hundred megabytes from another host. `ignore-scripts` is the one form that npm 10 and 11 both know without a warning:
 * npm 11 warns of onnxruntime-node's own setting, and npm 10 does not read `allowScripts`.
 */
const npmSettings = `# Nothing that Espalier needs has an installation script; onnxruntime-node's fetches large CUDA libraries, see README.
# A package of yours that needs its script: npm rebuild <package> --ignore-scripts=false
ignore-scripts=true
`

/**
 * A folder with a package.json is a project: paths of data start there, wherever the folder lies. A project that is there
 * keeps its settings. The number of files that were written.
 */
function markProject(target: string): number {
  const file = join(target, 'package.json')
  if (existsSync(file)) return 0
  writeFileSync(file, `${JSON.stringify({ private: true, type: 'module' }, undefined, 2)}\n`)
  const settings = join(target, '.npmrc')
  if (existsSync(settings)) return 1
  writeFileSync(settings, npmSettings)
  return 2
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
