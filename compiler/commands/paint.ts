// Colours of the terminal.
import colours from 'picocolors'
import { noPaint, type Paint } from '../diagnostics/print-text.js'
import type { Terminal } from './command.js'

/** Colours where the terminal shows them, plain text elsewhere. */
export function paintFor({ colour }: Terminal): Paint {
  if (!colour) return noPaint
  const { red, yellow, cyan, dim, bold } = colours.createColors(true)
  return { error: red, warning: yellow, note: cyan, faint: dim, strong: bold }
}
