// Files under `use:` in the compiler: loaded by whoever may run them, judged here, and joined to the catalogue. Every finding
// stands at the line that names the file.
import { extendCatalogue, type Catalogue } from '../../runtime/catalogue.js'
import type { Definition, Role } from '../../schemas/definition.js'
import { EspalierError, type Diagnostic } from '../../schemas/diagnostic.js'
import type { PluginNode } from '../ir/nodes.js'
import { finding } from '../source/finding.js'
import { entryOf, type LocatedMap } from '../source/located-node.js'
import type { FileAnswer, ReadFile } from '../source/project.js'
import { usedPaths, type UsedPath } from '../validate/use-paths.js'
import { outsideProject } from '../validate/rules/path-outside-project.js'
import { isDefinition, problemOf } from './definition-problem.js'
import { guarded } from './guard.js'

/** A file of user code that was run. */
export interface OwnCode {
  /** Digest of its bytes, and of those of what it imports from beside it. */
  readonly sha256: string
  /** It and what it imports from beside it, relative to the project root, each with the digest of its own part. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
  readonly exports: Readonly<Record<string, unknown>>
}

/** Runs a file of user code, by its path relative to the project root. @throws EspalierError that says what is wrong with it */
export type LoadCode = (path: string) => Promise<OwnCode>

/** What `use:` adds. */
export interface Used {
  readonly plugins: readonly PluginNode[]
  readonly catalogue: Catalogue
  readonly diagnostics: readonly Diagnostic[]
}

/** What loading needs; without `loadCode` nothing may run. */
export interface UseSettings {
  readonly read: ReadFile
  readonly catalogue: Catalogue
  readonly loadCode?: LoadCode | undefined
}

/** Loads the files that a specification names. */
export async function loadUsed(root: LocatedMap, settings: UseSettings): Promise<Used> {
  const paths = usedPaths(root)
  const nothing = { plugins: [], catalogue: settings.catalogue }
  const found = paths.map((used) => locate(used, settings.read))
  const misplaced = found.flatMap((each) => ('code' in each ? [each] : []))
  if (misplaced.length > 0) return { ...nothing, diagnostics: misplaced }
  const { loadCode } = settings
  if (loadCode === undefined) return { ...nothing, diagnostics: notLoaded(root, paths) }

  const members = new Members(settings.catalogue)
  const plugins: PluginNode[] = []
  for (const each of found) {
    if ('code' in each || plugins.some(({ path }) => path === each.path)) continue
    const plugin = await load(each, loadCode, members)
    if (plugin !== undefined) plugins.push(plugin)
  }
  const { added, diagnostics } = members
  if (diagnostics.length > 0) return { ...nothing, diagnostics }
  return { plugins, catalogue: extendCatalogue(settings.catalogue, added), diagnostics: [] }
}

interface Located {
  readonly used: UsedPath
  /** With links followed. */
  readonly path: string
}

function locate(used: UsedPath, read: ReadFile): Located | Diagnostic {
  if (used.path === undefined) return outsideProject(used)
  const answer: FileAnswer = read(used.path)
  if (answer.kind === 'file') return { used, path: answer.path }
  if (answer.kind === 'outside') return outsideProject(used)
  const problem = {
    missing: `there is no file \`${used.path}\`.`,
    folder: `\`${used.path}\` is not a file; expected TypeScript or JavaScript.`,
    unreadable: `\`${used.path}\` cannot be read.`,
  }[answer.kind]
  return finding('file-not-found', used.node.span, problem, {
    hint: 'paths under `use:` are relative to the file that names them',
  })
}

/** Own code that nobody loaded would silently be left out. */
function notLoaded(root: LocatedMap, paths: readonly UsedPath[]): readonly Diagnostic[] {
  const entry = entryOf(root, 'use')
  if (entry === undefined || paths.length === 0) return []
  const message = 'the specification brings code of its own with `use:`, which runs only where you allow it'
  return [
    finding('code-not-loaded', entry.keySpan, message, {
      hint: `read ${paths.length === 1 ? 'the file' : 'the files'}, then add --allow-code`,
    }),
  ]
}

async function load(
  { used, path }: Located,
  loadCode: LoadCode,
  members: Members,
): Promise<PluginNode | undefined> {
  const { span } = used.node
  let code: OwnCode
  try {
    code = await loadCode(path)
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error
    const outside = error.code === 'import-outside'
    members.diagnostics.push(
      finding(outside ? 'path-outside-project' : 'code-broken', span, error.message, {
        hint: error.hint ?? 'run the file with node to see where it fails',
      }),
    )
    return undefined
  }
  const { sha256, files, exports } = code
  const entries = Object.entries(exports).sort(([a], [b]) => (a < b ? -1 : 1))
  const defined = entries.flatMap(([exported, value]) => members.add(exported, value, used))
  const functions = entries.flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  if (defined.length === 0 && functions.length === 0 && !entries.some(([, value]) => isDefinition(value))) {
    const names = entries.map(([name]) => `\`${name}\``).join(', ')
    const message = `\`${path}\` exports ${names === '' ? 'nothing' : names}: no definition and no function.`
    const hint = "export what is defined: `export const mine = defineLayer({ … })`, from 'espalier/define'"
    members.diagnostics.push(finding('code-without-definition', span, message, { hint }))
  }
  return { span, path, sha256, files, members: defined, functions }
}

/** Definitions found so far. A kind means one thing, in whatever role: plans name constructors by it. */
class Members {
  readonly added: Definition[] = []
  readonly diagnostics: Diagnostic[] = []
  private readonly origins = new Map<string, { readonly exported: string; readonly used: UsedPath }>()

  constructor(private readonly catalogue: Catalogue) {}

  add(exported: string, value: unknown, used: UsedPath): PluginNode['members'] {
    if (!isDefinition(value)) return []
    const problem = problemOf(value)
    const { span } = used.node
    if (problem !== undefined) {
      this.diagnostics.push(
        finding('malformed-definition', span, `\`${exported}\` of \`${used.text}\` ${problem.message}.`, {
          hint: problem.hint,
        }),
      )
      return []
    }
    const definition = value as unknown as Definition
    const { role, kind } = definition
    const fault = this.taken(exported, definition, used)
    if (fault !== undefined) this.diagnostics.push(fault)
    else {
      this.origins.set(kind, { exported, used })
      this.added.push(guarded(definition, used))
    }
    return [{ role, kind, exported }]
  }

  private taken(exported: string, { kind }: Definition, { node, text }: UsedPath): Diagnostic | undefined {
    const builtIn = Object.entries(this.catalogue).find(([, members]) => members.has(kind))
    const what = `\`${exported}\` of \`${text}\` defines \`${kind}\``
    const hint = 'give it a kind of its own'
    if (builtIn !== undefined) {
      const message = `${what}, which is the ${builtIn[0] as Role} of that name that comes with Espalier.`
      return finding('definition-of-built-in', node.span, message, { hint })
    }
    const earlier = this.origins.get(kind)
    if (earlier === undefined) return undefined
    const { exported: first, used } = earlier
    const message = `${what}, which \`${first}\` of \`${used.text}\` defines already.`
    return finding('duplicate-definition', node.span, message, { hint })
  }
}
