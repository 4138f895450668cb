// Reading a protocol's options: nested objects whose members may be left out, with their defaults, and the selection rule.
import { SpecError } from '../../schemas/diagnostic.js'
import type { ProtocolContext, TrialResult } from './protocol.js'
import { best, bestMean, oneStandardError } from './select/index.js'
import type { SelectionRule } from './select/selection.js'

/** Selection rules by the word that a specification uses. */
export const selectionRules = {
  best,
  best_mean: bestMean,
  one_standard_error: oneStandardError,
} as const satisfies Readonly<Record<string, SelectionRule>>

type Options = Readonly<Record<string, unknown>>

/** A member that is itself an option set; empty where it was left out. */
export function group(options: Options, name: string): Options {
  const value = options[name]
  return isOptions(value) ? value : {}
}

const isOptions = (value: unknown): value is Options =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A number, or its default. */
export function amount(options: Options, name: string, otherwise: number): number {
  const value = options[name]
  return typeof value === 'number' ? value : otherwise
}

/** A word, or its default. */
export function word(options: Options, name: string, otherwise: string): string {
  const value = options[name]
  return typeof value === 'string' ? value : otherwise
}

/**
 * Fractions of a pool, the first for training: one that is left out is what the others leave; both left out share what `stop`
 * leaves as `usual` says.
 */
export function rowFractions(
  rows: Options,
  second: 'select' | 'measure',
  usual: number,
): { readonly train: number; readonly other: number; readonly stop: number } {
  const stop = amount(rows, 'stop', 0)
  const written = typeof rows[second] === 'number'
  const train = amount(rows, 'train', written ? 1 - stop - amount(rows, second, 0) : (1 - stop) * usual)
  const other = amount(rows, second, 1 - stop - train)
  return { train: tidy(train), other: tidy(other), stop }
}

/** Takes the noise of `1 − 0.8` off. */
const tidy = (fraction: number): number => Number(fraction.toFixed(12))

/** Applies the named rule. */
export function selectBy(
  rule: string,
  trials: readonly TrialResult[],
  direction: ProtocolContext['direction'],
): number | undefined {
  const found = Object.entries(selectionRules).find(([name]) => name === rule)
  return (found?.[1] ?? best)(trials, direction)
}

/** @throws SpecError select-without-seeds: a standard error of one value does not exist. */
export function checkSelect(rule: string, trainings: number): void {
  if (rule !== 'one_standard_error' || trainings > 1) return
  throw new SpecError(
    'select-without-seeds',
    "'select: one_standard_error' needs two or more trainings a trial, and there is 1",
    { hint: 'write `seeds: 3` under `tune`, or `select: best`' },
  )
}

/** The context with the protocol's own seed, where one is written. */
export const seeded = (context: ProtocolContext): ProtocolContext => ({
  ...context,
  seed: amount(context.options, 'seed', context.seed),
})
