// Compiling a specification, told once:
//
//   text ──source──▶ located document ──validate──▶ sound document ──resolve, ir──▶ IR ──check──▶ checked IR ──emit──▶ plan
//        source/                      validate/                    resolve/, ir/      ir/checks/             emit/
//
// The phases up to the checked IR are analyse.ts, so that checking alone never loads the emitter. Pure: files and data come in.
import { analyse, type Analysis, type AnalysisSettings } from './analyse.js'
import { emitPlanFile } from './emit/plan-file.js'
import { printExperiment } from './ir/print.js'

/** What compiling needs beyond analysis. */
export interface CompileSettings extends AnalysisSettings {
  /** Of the compiler, for the plan's banner. */
  readonly version: string
}

/** A compiled specification: plan and IR as text where no error was found. */
export interface Compiled extends Analysis {
  readonly plan: string | undefined
  readonly ir: string | undefined
}

/** Compiles the specification at `path`; equal files and data give equal bytes. */
export async function compile(path: string, settings: CompileSettings): Promise<Compiled> {
  const analysis = await analyse(path, settings)
  const { analysed } = analysis
  if (analysed === undefined) return { ...analysis, plan: undefined, ir: undefined }
  const { experiment, data, facts, guarantees, context } = analysed
  const digests = new Map([...data].map(([task, { digest }]) => [task, digest]))
  const { catalogue } = context
  const plan = emitPlanFile({ experiment, catalogue, facts, digests, guarantees, version: settings.version })
  return { ...analysis, plan, ir: printExperiment(experiment) }
}
