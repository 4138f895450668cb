// Options of the command procedure, as a configuration resolved them, typed.
import { flagOption, hasOption, numberOption, textOption } from '../../model/options.js'
import { command } from '../../procedures/command.js'
import type { SegmentRequest } from '../../procedures/procedure.js'
import type { Passing } from './words.js'

/** What the specification says about a command. */
export interface CommandOptions extends Passing {
  readonly run: readonly unknown[]
  readonly environment: Readonly<Record<string, unknown>>
  readonly inherit: readonly string[]
  readonly folder: 'own' | 'project'
  readonly keys: Readonly<Record<string, string>>
  readonly patterns: Readonly<Record<string, string>>
  readonly metricsFile?: string
  readonly repeats: number
  readonly warmup: number
  readonly attempts: number
  /** Seconds. */
  readonly grace: number
  readonly keep: 'always' | 'failed' | 'never'
}

/** Reads the options of a request. */
export function commandOptionsOf({ specified }: SegmentRequest): CommandOptions {
  const options = specified.training?.options ?? {}
  const text = (name: string): string => textOption(command, options, name)
  const number = (name: string): number => numberOption(command, options, name)
  const whole = (name: string): unknown =>
    options[name] ??
    (command.options as Readonly<Record<string, { readonly default?: unknown }>>)[name]?.default
  return {
    run: whole('run') as readonly unknown[],
    pass: text('pass') as Passing['pass'],
    booleans: text('booleans') as Passing['booleans'],
    dashes: flagOption(command, options, 'dashes'),
    environment: whole('environment') as Readonly<Record<string, unknown>>,
    inherit: whole('inherit') as readonly string[],
    folder: text('folder') as CommandOptions['folder'],
    keys: whole('keys') as Readonly<Record<string, string>>,
    patterns: whole('patterns') as Readonly<Record<string, string>>,
    ...(hasOption(command, options, 'metrics_file') ? { metricsFile: text('metrics_file') } : {}),
    repeats: number('repeats'),
    warmup: number('warmup'),
    attempts: number('attempts'),
    grace: number('grace'),
    keep: text('keep') as CommandOptions['keep'],
  }
}
