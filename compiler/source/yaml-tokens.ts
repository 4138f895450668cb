// YAML text to tokens under limits: the parser is fed lexeme by lexeme, so that hostile nesting ends early,
// before anything recursive sees it.
import { Lexer, Parser, type CST } from 'yaml'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'
import type { Limits } from './limits.js'
import { spanBetween, type SourceFile } from './source-file.js'

/** Tokens of a text, or the limit that it breaks. */
export function readTokens(file: SourceFile, limits: Limits): readonly CST.Token[] | Diagnostic {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let lexemes = 0
  let offset = 0
  for (const lexeme of new Lexer().lex(file.text)) {
    tokens.push(...parser.next(lexeme))
    offset += lexeme.length
    if (++lexemes > limits.lexemes) return tooMany(file, offset, limits)
    if (parser.stack.length > limits.depth + STACK_BASE) return tooDeep(file, offset, limits)
  }
  tokens.push(...parser.end())
  return tokens
}

/** The parser's stack holds the document and an unfinished scalar besides the collections. */
const STACK_BASE = 3

const tooDeep = (file: SourceFile, offset: number, limits: Limits): Diagnostic =>
  finding(
    'nested-too-deep',
    spanBetween(file, offset - 1, offset),
    `collections are nested more than ${String(limits.depth)} deep; that is the limit.`,
    { hint: 'name inner parts under `define:` and use them by name' },
  )

const tooMany = (file: SourceFile, offset: number, limits: Limits): Diagnostic =>
  finding(
    'too-many-nodes',
    spanBetween(file, offset - 1, offset),
    `the file has more than ${String(limits.lexemes)} YAML tokens; that is the limit.`,
    { hint: 'move data into a file of its own and name it under `data:`' },
  )
