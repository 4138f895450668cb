// What `init` starts from: every folder of specs/templates that holds a specification is a template.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './package-root.js'

/** The specification of every template; its first comment below the editor's line is what help says. */
const specificationFile = 'experiment.yaml'

/** Where a template lies. */
export const templateFolder = (name: string): string => join(packageRoot(), 'specs/templates', name)

/** Names of all templates, sorted. */
export function templateNames(): readonly string[] {
  return readdirSync(templateFolder(''))
    .filter((name) => existsSync(join(templateFolder(name), specificationFile)))
    .sort()
}

/** A line a template: its name and its first sentence. */
export function templateLines(): readonly string[] {
  const names = templateNames()
  const width = Math.max(...names.map((name) => name.length))
  return ['Templates:', ...names.map((name) => `  ${name.padEnd(width)}  ${summaryOf(name)}`)]
}

function summaryOf(name: string): string {
  const text = readFileSync(join(templateFolder(name), specificationFile), 'utf8')
  const comment = text
    .split('\n')
    .find((line) => line.startsWith('# ') && !line.includes('yaml-language-server'))
  return comment?.slice(2).split(/(?<=\.) /)[0] ?? ''
}
