// YAML 1.2 text to the located tree, with every finding of the file at once. With its two neighbours the sole user of `yaml`.
// Policy: anchors and aliases are followed under a limit; merge keys, tags of our own and several documents are refused.
import { Composer, isAlias, isMap, isScalar, isSeq, type Document } from 'yaml'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'
import { LIMITS, type Limits } from './limits.js'
import type { LocatedEntry, LocatedNode } from './located-node.js'
import { lineText, spanBetween, type SourceFile } from './source-file.js'
import { syntaxFindings } from './yaml-problems.js'
import { readTokens } from './yaml-tokens.js'

/** What reading one file gives: a tree, or at least one error. Nothing is thrown for an author's mistake. */
export interface ReadDocument {
  readonly root: LocatedNode | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a text as YAML 1.2 core. */
export function readDocument(file: SourceFile, limits: Limits = LIMITS): ReadDocument {
  const control = findControl(file)
  if (control !== undefined) return { root: undefined, diagnostics: [control] }
  const tokens = readTokens(file, limits)
  if ('code' in tokens) return { root: undefined, diagnostics: [tokens] }
  const documents = [...new Composer(OPTIONS).compose(tokens, true, file.text.length)]
  const document = documents[0]
  const syntax = documents.flatMap((each) => syntaxFindings(file, each))
  if (document === undefined || syntax.length > 0) return { root: undefined, diagnostics: syntax }
  const structure = checkDocuments(file, documents)
  if (structure !== undefined) return { root: undefined, diagnostics: [structure] }
  const reader = new TreeReader(file, limits)
  const root = reader.read(document.contents)
  return { root: reader.found.length === 0 ? root : undefined, diagnostics: reader.found }
}

/** The comment that ends an entry's line, or else the one directly above its key. */
export function commentBeside(file: SourceFile, entry: LocatedEntry): string | undefined {
  const { end } = entry.value.span
  const trailing = /^[\s,\]}]*#\s*(.*)$/.exec(lineText(file, end.line).slice(end.column - 1))?.[1]
  if (trailing !== undefined && trailing !== '') return trailing.trim()
  const above: string[] = []
  for (let line = entry.keySpan.start.line - 1; line >= 1; line--) {
    const text = /^\s*#\s?(.*)$/.exec(lineText(file, line))?.[1]
    if (text === undefined) break
    above.unshift(text.trim())
  }
  return above.length === 0 ? undefined : above.join(' ')
}

/** A control character other than tab and line ends: invisible to the author, obeyed by terminals. */
function findControl(file: SourceFile): Diagnostic | undefined {
  const index = file.text.search(CONTROL)
  if (index < 0) return undefined
  const code = file.text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')
  const message = `found the control character U+${code}; a specification is plain text.`
  return finding('control-character', spanBetween(file, index, index + 1), message, {
    hint: 'delete the character',
  })
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const

function checkDocuments(file: SourceFile, documents: readonly Document.Parsed[]): Diagnostic | undefined {
  const [first, second] = documents
  if (second !== undefined) {
    const [start] = second.range
    return finding(
      'multiple-documents',
      spanBetween(file, start, start + 3),
      'found a second YAML document; a specification is one document.',
      { hint: 'put the second document into a file of its own' },
    )
  }
  if (first === undefined || first.contents === null || isEmpty(first.contents)) {
    return finding(
      'empty-document',
      spanBetween(file, 0, 0),
      'the file is empty; expected a specification.',
      { hint: 'begin with `espalier: 1` and `name: …`, or run `espalier init`' },
    )
  }
  return undefined
}

const isEmpty = (contents: unknown): boolean =>
  isScalar(contents) && contents.value === null && (contents.source ?? '') === ''

/** One pass over the composed document; follows aliases, counts nodes, gathers findings. */
class TreeReader {
  readonly found: Diagnostic[] = []
  private readonly anchors = new Map<string, { node: LocatedNode; size: number } | 'open'>()
  /** Nodes so far, those behind aliases counted each time. */
  private size = 0
  private overflown = false

  constructor(
    private readonly file: SourceFile,
    private readonly limits: Limits,
  ) {}

  read(node: unknown, key = ''): LocatedNode {
    const before = this.size
    this.count(1, node)
    if (isAlias(node)) return this.follow(node.source, this.span(node))
    const anchor = anchorOf(node)
    if (anchor !== undefined) this.anchors.set(anchor, 'open')
    const located = this.readContent(node, key)
    if (anchor !== undefined) this.anchors.set(anchor, { node: located, size: this.size - before })
    return located
  }

  private readContent(node: unknown, key: string): LocatedNode {
    const span = this.span(node)
    if (isMap(node)) return { kind: 'map', span, entries: this.readEntries(node.items, key) }
    if (isSeq(node)) return { kind: 'list', span, items: node.items.map((item) => this.read(item, key)) }
    const value = isScalar(node) ? node.value : null
    const quoted = isScalar(node) && node.type !== undefined && node.type !== 'PLAIN'
    return { kind: 'scalar', span, value: this.checkScalar(value, span), quoted }
  }

  private readEntries(pairs: readonly { key: unknown; value: unknown }[], parent: string): LocatedEntry[] {
    const entries = new Map<string, LocatedEntry>()
    for (const pair of pairs) {
      const keySpan = this.span(pair.key)
      const keyValue = this.readKey(pair.key, keySpan, parent)
      if (keyValue === undefined) continue
      const key = String(keyValue)
      const earlier = entries.get(key)
      if (earlier !== undefined) this.found.push(duplicateKey(key, keySpan, earlier.keySpan))
      const value = pair.value === null ? this.absent(keySpan) : this.read(pair.value, key)
      if (earlier === undefined) entries.set(key, { key, keyValue, keySpan, value })
    }
    return [...entries.values()]
  }

  /** Keys are strings; below `cases` (of a switch) numbers and booleans stand for themselves. */
  private readKey(key: unknown, span: Span, parent: string): string | number | boolean | undefined {
    const value = isScalar(key) ? key.value : undefined
    if (value === '<<' && isScalar(key) && key.type === 'PLAIN') {
      this.found.push(
        finding('merge-key', span, 'found the merge key `<<`; YAML 1.2 has none.', {
          hint: 'write the entries out, or share them through `define:` or `include:`',
        }),
      )
      return undefined
    }
    if (typeof value === 'string') return value
    if (parent === 'cases' && (typeof value === 'number' || typeof value === 'boolean')) return value
    const written = this.file.text.slice(span.start.offset, span.end.offset).split('\n')[0] ?? ''
    const shown = written.length > 40 ? `${written.slice(0, 40)}…` : written
    this.found.push(
      finding(
        'non-string-key',
        span,
        `the key \`${shown}\` is not a string; keys of a specification are strings.`,
        {
          hint: isScalar(key) ? `quote it: \`"${shown}"\`` : 'write a plain word before the colon',
        },
      ),
    )
    return undefined
  }

  private follow(name: string, span: Span): LocatedNode {
    const target = this.anchors.get(name)
    const absent: LocatedNode = { kind: 'scalar', span, value: null, quoted: false }
    if (target === 'open') {
      this.found.push(
        finding('cyclic-alias', span, `the alias \`*${name}\` stands inside its own anchor \`&${name}\`.`, {
          hint: 'write recursion with `define:` and `depth:`',
        }),
      )
      return absent
    }
    if (target === undefined) {
      this.found.push(
        finding('unknown-alias', span, `the alias \`*${name}\` has no anchor \`&${name}\` before it.`, {
          hint: `quote the text if it is not an alias: \`"*${name}"\``,
        }),
      )
      return absent
    }
    this.count(target.size, undefined, span)
    return target.node
  }

  private checkScalar(value: unknown, span: Span): string | number | boolean | null {
    if (typeof value === 'number') this.checkNumber(value, span)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    return null
  }

  private checkNumber(value: number, span: Span): void {
    const written = this.file.text.slice(span.start.offset, span.end.offset)
    if (!Number.isFinite(value)) {
      this.found.push(
        finding(
          'non-finite-number',
          span,
          `\`${written}\` is not a finite number; numbers of a specification are finite.`,
          {
            hint: 'write a number, or quote the text',
          },
        ),
      )
    } else if (/^[-+]?\d+$/.test(written) && !Number.isSafeInteger(value)) {
      this.found.push(
        finding(
          'imprecise-number',
          span,
          `\`${written}\` cannot be held exactly; integers end at ±9007199254740991.`,
          {
            hint: 'write a smaller number, or quote the text',
          },
        ),
      )
    }
  }

  private count(nodes: number, node: unknown, at?: Span): void {
    this.size += nodes
    if (this.size <= this.limits.nodes || this.overflown) return
    this.overflown = true
    const span = at ?? this.span(node)
    this.found.push(
      finding(
        'too-many-nodes',
        span,
        `the document has more than ${String(this.limits.nodes)} nodes once its aliases are followed; that is the limit.`,
        {
          hint: 'share parts through `define:` instead of aliases of aliases',
        },
      ),
    )
  }

  /** An empty value: stands right behind its key. */
  private absent(keySpan: Span): LocatedNode {
    const span = spanBetween(this.file, keySpan.end.offset, keySpan.end.offset)
    return { kind: 'scalar', span, value: null, quoted: false }
  }

  private span(node: unknown): Span {
    const range = rangeOf(node)
    if (range === undefined) return spanBetween(this.file, 0, 0)
    const [start, end] = range
    const trimmed = this.file.text.slice(start, end).trimEnd().length
    return spanBetween(this.file, start, start + trimmed)
  }
}

const duplicateKey = (key: string, span: Span, earlier: Span): Diagnostic =>
  finding('duplicate-key', span, `the key \`${key}\` stands twice in one map.`, {
    hint: 'delete or rename one of the two',
    related: { message: `\`${key}\` stands here first`, span: earlier },
  })

const anchorOf = (node: unknown): string | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined

function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (!(isScalar(node) || isMap(node) || isSeq(node) || isAlias(node))) return undefined
  return node.range === null || node.range === undefined ? undefined : [node.range[0], node.range[1]]
}
