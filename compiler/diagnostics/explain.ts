// The page of one code, as `espalier explain` prints it.
import { codes } from './codes/index.js'

/** Title, explanation and example of a code; undefined where no such code exists. */
export function explainCode(code: string): string | undefined {
  const entry = codes.get(code)
  if (entry === undefined) return undefined
  const example =
    entry.example === undefined
      ? []
      : ['', 'wrong:', '', indent(entry.example.wrong), '', 'right:', '', indent(entry.example.right)]
  return [`${code}: ${entry.title}`, '', ...wrap(entry.explanation), ...example, ''].join('\n')
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')

/** Columns of a page. */
const WIDTH = 88

function wrap(text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > WIDTH) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
