// `espalier init`: writes a template into a folder, and never over what is there.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { SpecError } from '../../schemas/diagnostic.js'
import { exits, type Command } from './command.js'
import { packageRoot } from './package-root.js'

/** Copies `specs/templates/<template>` into the folder. @throws SpecError `init-exists` where a file would be overwritten. */
export const command: Command = async (terminal, call) => {
  const template = String(call.options['template'] ?? 'tabular')
  const target = resolve(terminal.cwd, call.words[0] ?? '.')
  const source = join(packageRoot(), 'specs/templates', template)
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
    mkdirSync(dirname(join(target, file)), { recursive: true })
    writeFileSync(join(target, file), readFileSync(join(source, file)))
  }
  const place = relative(terminal.cwd, target) || '.'
  const specification = files.find((file) => file.endsWith('.yaml')) ?? ''
  terminal.err(`wrote ${files.length} files to ${place}\n`)
  terminal.out(
    `next:\n${place === '.' ? '' : `  cd ${place}\n`}  npx espalier check ${specification}\n  npx espalier run ${specification}\n`,
  )
  return exits.done
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
