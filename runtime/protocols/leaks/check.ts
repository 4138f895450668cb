// All leak rules over one experiment: the findings become diagnostics, waivers and guarantees.
import type { ProtocolContext, ProtocolDefinition } from '../protocol.js'
import * as rules from './index.js'
import type { LeakCase, LeakFinding, LeakRule, PhaseCell } from './leak-rule.js'

/** Every rule, in the order of their names. */
export const leakRules: readonly LeakRule[] = Object.values(rules)

/** One finding a rule that concerns the experiment. */
export const checkLeaks = (leakCase: LeakCase): readonly LeakFinding[] =>
  leakRules
    .filter(({ concerns }) => concerns === undefined || concerns(leakCase))
    .map((rule) => rule.check(leakCase))

/** The cells of a protocol: all its tuning units, each with its evaluation. @throws SpecError where rows run out */
export const phaseCells = (protocol: ProtocolDefinition, context: ProtocolContext): readonly PhaseCell[] =>
  protocol.tuning(context).map((tuning) => ({ tuning, evaluation: protocol.evaluation(context, tuning) }))
