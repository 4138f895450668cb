// `report.html`: one file with everything in it, no request to anywhere, no script.
// Every text from a specification passes `escapeMarkup`; the content policy forbids what slips through.
import type { ClaimResult, Result } from '../../../schemas/result.js'
import { unreachable } from '../../support/invariant.js'
import { claimEvidence } from '../claim-sentence.js'
import { documentOf, type Block, type Section } from '../document.js'
import { showPlain } from '../numbers.js'
import { coursePicture } from '../pictures/course-picture.js'
import { differencePicture } from '../pictures/difference-picture.js'
import { element, escapeMarkup } from '../pictures/svg.js'
import type { Table } from '../table.js'
import { htmlStyle } from './html-style.js'

const policy = "default-src 'none'; style-src 'unsafe-inline'"

/** The whole page. */
export function writeHtml(result: Result): string {
  const { title, subtitle, sections, digest } = documentOf(result)
  const name = escapeMarkup(title)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header><h1>${name}</h1><p class="subtitle">${escapeMarkup(subtitle)}</p></header>
<main>
${sections.map(sectionMarkup).join('\n')}
</main>
<footer>result <code>${escapeMarkup(digest)}</code></footer>
</body>
</html>
`
}

function sectionMarkup({ id, title, blocks }: Section): string {
  const content = blocks.map((block, index) => blockMarkup(block, `${id}-${index}`)).join('\n')
  return `<section id="${escapeMarkup(id)}"><h2>${escapeMarkup(title)}</h2>\n${content}</section>`
}

function blockMarkup(block: Block, id: string): string {
  switch (block.kind) {
    case 'paragraph':
      return element('p', {}, escapeMarkup(block.text))
    case 'warnings': {
      const items = block.texts.map((text) => element('li', {}, escapeMarkup(text)))
      return element('ul', { class: 'warnings' }, items.join(''))
    }
    case 'table':
      return tableMarkup(block.table)
    case 'claim':
      return claimMarkup(block.claim, id)
    case 'courses':
      return element('figure', { class: 'scroll' }, coursePicture(block.courses, block.metric, id))
    case 'facts': {
      const pairs = block.facts.map(
        ([name, value]) => element('dt', {}, escapeMarkup(name)) + element('dd', {}, escapeMarkup(value)),
      )
      return element('dl', {}, pairs.join(''))
    }
    default:
      return unreachable(block)
  }
}

function tableMarkup({ title, caption, columns, rows }: Table): string {
  const side = (index: number): Readonly<Record<string, string>> =>
    columns[index]?.align === 'right' ? { class: 'right' } : {}
  const head = columns.map((column, index) =>
    element('th', { scope: 'col', ...side(index) }, escapeMarkup(column.title)),
  )
  const body = rows.map((row) => {
    const cells = row.map((cell, index) =>
      index === 0
        ? element('th', { scope: 'row', ...side(index) }, escapeMarkup(cell))
        : element('td', side(index), escapeMarkup(cell)),
    )
    return element('tr', {}, cells.join(''))
  })
  const table =
    element('caption', caption === undefined ? { class: 'hidden' } : {}, escapeMarkup(caption ?? title)) +
    element('thead', {}, element('tr', {}, head.join(''))) +
    element('tbody', {}, body.join('\n'))
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
    element('table', {}, table),
  )
}

function claimMarkup(claim: ClaimResult, id: string): string {
  const badge = element('span', { class: 'outcome' }, escapeMarkup(claim.outcome))
  const mark = claim.exploratory ? ' (exploratory)' : ''
  const content =
    element('h3', {}, `${badge}${escapeMarkup(claim.statement)}${mark}`) +
    element('p', {}, escapeMarkup(claimEvidence(claim))) +
    element('div', { class: 'scroll' }, differencePicture(claim, id)) +
    element('p', { class: 'test' }, escapeMarkup(testLine(claim)))
  return element('article', { class: `claim ${claim.outcome}` }, content)
}

/** How it was tested, for those who check. */
function testLine({ test, unit, alternative, alpha, distribution, ci, family_size }: ClaimResult): string {
  const words = (name: string): string => name.replaceAll('_', ' ')
  const corrected = family_size > 1 ? ', not corrected for the other claims' : ''
  const interval = ci === null ? '' : `; ${showPlain(ci.level * 100)} % interval${corrected}`
  return `${words(test)} test over ${unit}, ${words(alternative)}, level ${alpha}; ${words(distribution)} null distribution${interval}`
}
