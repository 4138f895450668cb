// Compiles the sources into dist/, keeps the types that users can reach, and copies what tsc leaves behind (data files, the command's executable bit).
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import { keepReachableDeclarations } from './reachable-declarations.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const at = (path) => join(root, path)

rmSync(at('dist'), { recursive: true, force: true })
execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.json')], {
  cwd: root,
  stdio: 'inherit',
})
const { exports: entries } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
keepReachableDeclarations(
  at('dist'),
  Object.values(entries).flatMap(({ types }) => (types === undefined ? [] : [at(types)])),
)
for (const folder of ['runtime/data/sets']) {
  if (existsSync(at(folder))) {
    cpSync(at(folder), at(join('dist', folder)), {
      recursive: true,
      filter: (source) => !source.endsWith('.ts'),
    })
  }
}
if (existsSync(at('dist/compiler/bin.js'))) chmodSync(at('dist/compiler/bin.js'), 0o755)
