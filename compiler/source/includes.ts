// A specification with its includes: every file read once under limits, laid over each other in order, the including file on top.
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'
import { LIMITS, type Limits } from './limits.js'
import { readDocument } from './located-document.js'
import { entryOf, type LocatedMap, type LocatedNode } from './located-node.js'
import { mergeMaps, type IsComponent } from './merge.js'
import { resolvePath, type FileAnswer, type ReadFile } from './project.js'
import { decodeSource, sourceFile, spanBetween, type SourceFile } from './source-file.js'

/** A specification as read: one merged tree, or errors. */
export interface LoadedSpecification {
  /** Without its `include:` entries; spans name the file each part was written in. */
  readonly root: LocatedMap | undefined
  /** Every file that was read, by path, for printing; the specification itself comes first. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly diagnostics: readonly Diagnostic[]
}

export interface LoadSettings {
  readonly read: ReadFile
  readonly isComponent: IsComponent
  readonly limits?: Limits
}

/** Reads the specification at `path` (relative to the project root) and all that it includes. */
export function loadSpecification(path: string, settings: LoadSettings): LoadedSpecification {
  const loader = new Loader(settings)
  const root = loader.load(path, undefined)
  return {
    root: loader.found.length === 0 ? root : undefined,
    files: loader.files,
    diagnostics: loader.found,
  }
}

class Loader {
  readonly files = new Map<string, SourceFile>()
  readonly found: Diagnostic[] = []
  /** Canonical paths of the files being included, outermost first. */
  private readonly open: string[] = []
  private readonly limits: Limits
  private loads = 0

  constructor(private readonly settings: LoadSettings) {
    this.limits = settings.limits ?? LIMITS
  }

  load(path: string, at: Span | undefined): LocatedMap | undefined {
    const span = at ?? wholeFile(path)
    const answer = this.settings.read(path)
    if (answer.kind !== 'file') return this.report(unavailable(path, answer.kind, span, at !== undefined))
    if (answer.size > this.limits.bytes) return this.report(tooLarge(path, answer.size, this.limits, span))
    if (this.open.includes(answer.path)) return this.report(cycle([...this.open, answer.path], span))
    if (++this.loads > this.limits.files) return this.report(tooManyFiles(this.limits, span))
    this.open.push(answer.path)
    const root = this.readRoot(answer, path)
    const composed = root === undefined ? undefined : this.compose(root)
    this.open.pop()
    return composed
  }

  private readRoot(answer: FileAnswer & { kind: 'file' }, path: string): LocatedMap | undefined {
    const decoded = decodeSource(path, answer.read())
    if ('code' in decoded) return this.report(decoded)
    this.files.set(path, decoded)
    const { root, diagnostics } = readDocument(decoded, this.limits)
    this.found.push(...diagnostics)
    if (root === undefined || root.kind === 'map') return root
    return this.report(
      finding(
        'not-a-map',
        root.span,
        `the file holds a ${root.kind}; a specification is a map of sections.`,
        {
          hint: 'begin with `espalier: 1` and `name: …`',
        },
      ),
    )
  }

  private compose(root: LocatedMap): LocatedMap | undefined {
    const include = entryOf(root, 'include')
    const own: LocatedMap = { ...root, entries: root.entries.filter((entry) => entry !== include) }
    if (include === undefined) return own
    const targets = include.value.kind === 'list' ? include.value.items : [include.value]
    let base: LocatedMap | undefined
    for (const target of targets) {
      const below = this.include(target)
      if (below === undefined) continue
      base = base === undefined ? below : mergeMaps(base, below, this.settings.isComponent)
    }
    return base === undefined ? own : mergeMaps(base, own, this.settings.isComponent)
  }

  private include(target: LocatedNode): LocatedMap | undefined {
    if (target.kind !== 'scalar' || typeof target.value !== 'string') {
      return this.report(
        finding('wrong-type', target.span, '`include` takes the path of a file, or a list of paths.', {
          hint: 'write `include: base.yaml`',
        }),
      )
    }
    const path = resolvePath(target.span.file, target.value)
    if (path === undefined) return this.report(unavailable(target.value, 'outside', target.span, true))
    return this.load(path, target.span)
  }

  private report(diagnostic: Diagnostic): undefined {
    this.found.push(diagnostic)
    return undefined
  }
}

const wholeFile = (path: string): Span => spanBetween(sourceFile(path, ''), 0, 0)

function unavailable(
  path: string,
  kind: Exclude<FileAnswer['kind'], 'file'>,
  span: Span,
  included: boolean,
): Diagnostic {
  if (kind === 'outside') {
    return finding(
      'path-outside-project',
      span,
      `\`${path}\` lies outside the project folder; files are read from inside it only.`,
      {
        hint: 'copy the file into the project',
      },
    )
  }
  const problem = {
    missing: `there is no file \`${path}\`.`,
    folder: `\`${path}\` is not a file; expected a specification.`,
    unreadable: `\`${path}\` cannot be read.`,
  }[kind]
  return finding('file-not-found', span, problem, {
    hint: included ? 'paths are relative to the file that includes' : 'check the path and its permissions',
  })
}

const tooLarge = (path: string, size: number, limits: Limits, span: Span): Diagnostic =>
  finding(
    'file-too-large',
    span,
    `\`${path}\` has ${mebibytes(size)} MiB; a specification has at most ${mebibytes(limits.bytes)} MiB.`,
    { hint: 'put data into a file of its own and name it under `data:`' },
  )

const mebibytes = (bytes: number): string => String(Math.ceil((bytes / 1024 / 1024) * 10) / 10)

const cycle = (paths: readonly string[], span: Span): Diagnostic =>
  finding(
    'include-cycle',
    span,
    `files include each other in a circle: ${paths.map((path) => `\`${path}\``).join(' → ')}.`,
    {
      hint: 'move the shared part into a file that includes none of these',
    },
  )

const tooManyFiles = (limits: Limits, span: Span): Diagnostic =>
  finding(
    'too-many-includes',
    span,
    `the specification includes more than ${String(limits.files)} files; that is the limit.`,
    {
      hint: 'merge small files',
    },
  )
