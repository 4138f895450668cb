// Compiles one benchmark with all it imports into dist/bench and runs it: `node test/bench/run.mjs train [word…]`.
import { execFileSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { dirname, join } from 'node:path'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const [name = 'train'] = process.argv.splice(2, 1)
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', here], {
  cwd: root,
  stdio: 'inherit',
})
await import(pathToFileURL(join(root, 'dist/bench/test/bench', `${name}.js`)).href)
