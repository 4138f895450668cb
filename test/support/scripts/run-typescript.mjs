// Runs a TypeScript module of this repository in a plain node: `node run-typescript.mjs <module> [arguments]`.
// For tests of what another process does with the same code.
import { readFile } from 'node:fs/promises'
import { register } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import { pathToFileURL } from 'node:url'
import { transform } from 'sucrase'

/** `./x.js` beside a TypeScript file is `./x.ts`. */
export async function resolve(specifier, context, next) {
  const ours = specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
  return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context)
}

/** Erases types. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  const text = await readFile(new URL(url), 'utf8')
  const { code } = transform(text, { transforms: ['typescript'], disableESTransforms: true })
  return { format: 'module', shortCircuit: true, source: code }
}

if (isMainThread && process.argv[2] !== undefined) {
  register(import.meta.url)
  await import(pathToFileURL(process.argv[2]).href)
}
