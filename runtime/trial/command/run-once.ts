// One run of the program of a training, with further attempts where the specification allows them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { End, SegmentRequest } from '../../procedures/procedure.js'
import type { ProgramReport } from '../../processes/program.js'
import type { ProgramRunner } from '../../processes/run-program.js'
import type { ExecutionContext } from '../execution.js'
import { environmentFor } from './environment.js'
import type { CommandOptions } from './options.js'
import { createMetricReader, wantedLines } from './reported-metrics.js'
import type { MetricReader, Reported } from './reported-metrics.js'
import { seedOf, valuesOf } from './trial-file.js'
import type { TrialPlace } from './trial-file.js'
import { absoluteIn, substitute, wordsOf } from './words.js'

/** What a run is carried out with. */
export interface RunSetup {
  readonly options: CommandOptions
  readonly place: TrialPlace
  readonly context: ExecutionContext
  readonly runner: ProgramRunner
  /** Counts warm-up runs and repeats together, from 0. */
  readonly number: number
}

/** What came of one run. */
export interface ProgramRun {
  readonly end: End
  readonly metrics: Reported
  readonly message?: string
  readonly report: ProgramReport
}

/** Milliseconds between two signs of life: a program may be silent for hours, a worker may not. */
const heartbeatInterval = 60_000

/** Bytes kept of each output stream. */
const logBytes = 2 ** 24

/** Runs the program to its end. */
export async function runOnce(request: SegmentRequest, setup: RunSetup): Promise<ProgramRun> {
  for (let attempt = 1; ; attempt += 1) {
    const run = await attemptOnce(request, setup)
    if (run.end !== 'failed' || attempt >= setup.options.attempts) return run
  }
}

async function attemptOnce(request: SegmentRequest, setup: RunSetup): Promise<ProgramRun> {
  const { options, place, context, runner, number } = setup
  const { folder } = place
  const reader = createMetricReader(options)
  const suffix = number === 0 ? '' : `.${number}`
  const { timeoutSeconds, memoryBytes } = context.experiment.resources
  const heartbeat = setInterval(() => context.progress(request.training, request.from, {}), heartbeatInterval)
  const report = await runner.run(
    {
      ...programOf(request, setup),
      mark: `ESPALIER_TRIAL=${folder.trial}`,
      stdout: join(folder.path, `stdout${suffix}.log`),
      stderr: join(folder.path, `stderr${suffix}.log`),
      logBytes,
      wanted: options.metricsFile === undefined ? wantedLines(options) : Object.values(options.patterns),
      grace: options.grace * 1000,
      ...(timeoutSeconds === undefined ? {} : { seconds: timeoutSeconds }),
      ...(memoryBytes === undefined ? {} : { bytes: memoryBytes }),
    },
    (line) => tellProgress(reader.read(line), request, context),
  )
  clearInterval(heartbeat)
  if (options.metricsFile !== undefined) readFile(join(folder.path, options.metricsFile), reader)
  return { ...judge(report, options), metrics: reader.metrics, report }
}

/** Program, folder and environment. */
function programOf(
  request: SegmentRequest,
  { options, place }: RunSetup,
): {
  readonly words: readonly string[]
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
} {
  const { folder, root, devices } = place
  const values = valuesOf(request, place)
  const set = Object.entries(options.environment).flatMap(([name, value]) => {
    const text = substitute(String(value), values)
    return text === undefined ? [] : [[name, text] as const]
  })
  const mask = devices?.join(',')
  return {
    words: wordsOf(options.run.map(absoluteIn(root)), values, request.specified.hyperparameters, options),
    folder: options.folder === 'own' ? folder.path : root,
    environment: environmentFor(process.env, options.inherit, Object.fromEntries(set), {
      ESPALIER_TRIAL: folder.trial,
      ESPALIER_SEED: String(seedOf(request)),
      TMPDIR: folder.temporary,
      ...(mask === undefined ? {} : { CUDA_VISIBLE_DEVICES: mask, NVIDIA_VISIBLE_DEVICES: mask }),
    }),
  }
}

/** A report of a lower fidelity is news, not a result; without a fidelity in it nothing says how far the program is. */
function tellProgress(
  found: Readonly<Record<string, number>>,
  request: SegmentRequest,
  { progress, experiment }: ExecutionContext,
): void {
  if (Object.keys(found).length === 0) return
  const at = found['fidelity'] ?? found[experiment.fidelity?.name ?? 'fidelity'] ?? request.to
  progress(request.training, at, found)
}

/** The last object counts, member by member, whether the file is one object or one a line. */
function readFile(file: string, reader: MetricReader): void {
  if (!existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  const whole = text.replaceAll(/\s*\n\s*/g, ' ')
  if (Object.keys(reader.read(whole)).length > 0) return
  for (const line of text.split('\n')) reader.read(line)
}

function judge(
  report: ProgramReport,
  { run }: CommandOptions,
): { readonly end: End; readonly message?: string } {
  const { end, code, signal, problem, tail } = report
  const last = tail.trim().split('\n').slice(-3).join(' | ').slice(0, 500)
  const said = last === '' ? '' : `: ${last}`
  switch (end) {
    case 'timed_out':
      return { end: 'timed_out', message: `the command reached its time limit${said}` }
    case 'out_of_memory':
      return {
        end: 'out_of_memory',
        message: 'the command and what it started used more memory than `resources.memory` allows',
      }
    case 'cancelled':
      return { end: 'cancelled', message: 'the command was stopped' }
    case 'not_started':
      return {
        end: 'failed',
        message: `'${String(run[0])}' could not be started: ${problem ?? 'no reason given'}`,
      }
    case 'exited':
      if (signal !== null) return { end: 'failed', message: `the command was ended by ${signal}${said}` }
      return code === 0
        ? { end: 'completed' }
        : { end: 'failed', message: `the command exited with ${code}${said}` }
  }
}
