// Type declarations are for the package's entry points: those that no entry reaches are left out of it, half of them all.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Removes the declarations under `folder` that the entry declarations do not name, directly or through others. */
export function keepReachableDeclarations(folder, entries) {
  const reached = new Set()
  const waiting = entries.map((entry) => resolve(entry))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || !existsSync(file)) continue
    reached.add(file)
    for (const [, name] of readFileSync(file, 'utf8').matchAll(
      /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g,
    )) {
      waiting.push(resolve(dirname(file), name.replace(/\.js$/, '.d.ts')))
    }
  }
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = resolve(join(folder, name))
    if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file)
  }
}
