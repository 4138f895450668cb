// The version of this installation.
import { readFileSync } from 'node:fs'
import { packageRoot } from './package-root.js'

/** As package.json has it. */
export function versionOf(): string {
  const found: unknown = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8'))
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown'
}
