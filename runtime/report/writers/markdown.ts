// Markdown, for pull requests and notebooks.
import { unreachable } from '../../support/invariant.js'
import type { Result } from '../../../schemas/result.js'
import { claimSentence } from '../claim-sentence.js'
import { documentOf, type Block } from '../document.js'
import type { Table } from '../table.js'

/** The whole report; pictures are left to their tables. */
export function writeMarkdown(result: Result): string {
  const { title, subtitle, sections, digest } = documentOf(result)
  const parts = sections.map(
    (section) =>
      `## ${escape(section.title)}\n\n${section.blocks.map(blockText).filter(Boolean).join('\n\n')}`,
  )
  return `# ${escape(title)}\n\n${escape(subtitle)}\n\n${parts.join('\n\n')}\n\nresult \`${digest}\`\n`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return escape(block.text)
    case 'warnings':
      return block.texts.map((text) => `> **Warning** ${escape(text)}`).join('\n>\n')
    case 'table':
      return tableText(block.table)
    case 'claim':
      return `- ${escape(claimSentence(block.claim))}`
    case 'courses':
      return ''
    case 'facts':
      return block.facts.map(([name, value]) => `- ${escape(name)}: ${escape(value)}`).join('\n')
    default:
      return unreachable(block)
  }
}

function tableText({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`
  const rule = `| ${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`
  const lines = [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join('\n')
  return caption === undefined ? lines : `${escape(caption)}\n\n${lines}`
}

/** No text of a specification becomes markup: Markdown's and HTML's special characters are escaped, lines joined. */
const escape = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
