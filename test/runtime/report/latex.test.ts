import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { escapeLatex, writeLatex } from '../../../runtime/report/writers/latex.js'
import type { Result } from '../../../schemas/result.js'
import { inventedResult } from '../../support/outcome.js'

const figure = (mean: number) => ({ mean, ci: null, n: 6 })

/** Two arms of known means, and one claim about the better. */
function resultWith(change: Partial<Result['claims'][number]>, more: Partial<Result> = {}): Result {
  const result = inventedResult()
  const [claim] = result.claims
  const arm = Object.values(result.arms)[0]
  if (claim === undefined || arm === undefined) throw new Error('no claim or arm')
  const armOf = (mean: number) => ({
    ...arm,
    summary: { ...arm.summary, evaluation: { f1_score: figure(mean) } },
  })
  return {
    ...result,
    arms: { 'deep_&_wide': armOf(0.9), plain: armOf(0.8) },
    claims: [
      {
        ...claim,
        kind: 'better',
        arm: 'deep_&_wide',
        than: 'plain',
        on: 'f1_score',
        phase: 'evaluate',
        direction: 'maximize',
        outcome: 'supported',
        exploratory: false,
        ...change,
      },
    ],
    ...more,
  }
}

const bold = (result: Result): readonly string[] => writeLatex(result).match(/\\textbf\{[^}]*\}/g) ?? []

describe('bold', () => {
  test('is the best arm whose claim is supported', () => {
    expect(bold(resultWith({}))).toEqual(['\\textbf{0.9000}'])
  })

  test.each<[string, Result]>([
    ['is undecided', resultWith({ outcome: 'undecided' })],
    ['is exploratory', resultWith({ exploratory: true })],
    ['was added after a look', resultWith({ id: 'late' }, { claims_added: ['late'] })],
    ['is about the worse arm by this metric', resultWith({ direction: 'minimize' })],
    ['is about another metric', resultWith({ on: 'accuracy' })],
    ['is about the search', resultWith({ phase: 'tune' })],
  ])('is none where the claim %s', (_, result) => {
    expect(bold(result)).toEqual([])
  })
})

test('names are escaped', () => {
  expect(writeLatex(resultWith({}))).toContain('deep\\_\\&\\_wide & ')
  expect(escapeLatex('\\a{b}~^%$#')).toBe(
    '\\textbackslash{}a\\{b\\}\\textasciitilde{}\\textasciicircum{}\\%\\$\\#',
  )
})

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0

;(hasLatex ? test : test.skip)('pdflatex sets the table (skipped where it is not installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-latex-'))
  const text = `\\documentclass{article}\\usepackage{booktabs}\\begin{document}\n${writeLatex(resultWith({}))}\\end{document}\n`
  writeFileSync(join(folder, 'table.tex'), text)
  const { status } = spawnSync('pdflatex', ['-halt-on-error', 'table.tex'], { cwd: folder })
  rmSync(folder, { recursive: true, force: true })
  expect(status).toBe(0)
})
