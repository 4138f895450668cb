// From the components of a plan to the behaviour behind them: which definition plays a role, and with which options.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Definition, Role } from '../../schemas/definition.js'
import type { Arm, Experiment } from '../experiment.js'
import type { ProcedureDefinition } from '../procedures/procedure.js'
import type { ProtocolDefinition } from '../protocols/protocol.js'
import type { SamplerDefinition } from '../samplers/sampler.js'
import type { SchedulerDefinition } from '../schedulers/scheduler.js'
import type { Component } from '../space/component.js'

/** A definition with the options that a plan gave it, defaults filled in. */
export interface Played<D extends Definition> {
  readonly definition: D
  readonly options: Readonly<Record<string, unknown>>
}

export const samplerOf = (arm: Arm): Played<SamplerDefinition> =>
  played<SamplerDefinition>(arm.sampler, 'sampler')

export const schedulerOf = (arm: Arm): Played<SchedulerDefinition> =>
  played<SchedulerDefinition>(arm.scheduler, 'scheduler')

export const protocolOf = (experiment: Experiment): Played<ProtocolDefinition> =>
  played<ProtocolDefinition>(experiment.protocol, 'protocol')

/** The procedure of an arm: the component that holds its training options. @throws PlanError `no-procedure` */
export function procedureOf(arm: Arm): Played<ProcedureDefinition> {
  const { training } = arm.space
  if (training === undefined) {
    throw new PlanError('no-procedure', `arm '${arm.name}' says nothing about training`, {
      hint: 'give its space a `training` component, for example `supervised(…)`',
    })
  }
  return played<ProcedureDefinition>(training, 'procedure')
}

/** Whether a procedure measures time: nothing may run beside its trainings. */
export const isTimed = ({ definition, options }: Played<ProcedureDefinition>): boolean =>
  definition.isExclusive?.(options) === true

/** @throws PlanError `wrong-role` */
function played<D extends Definition>(component: Component, role: D['role'] & Role): Played<D> {
  const { definition } = component
  if (definition.role !== role) {
    throw new PlanError(
      'wrong-role',
      `'${definition.kind}' is a ${definition.role}, and a ${role} is needed here`,
    )
  }
  return { definition: definition as D, options: { ...defaultsOf(definition), ...component.options } }
}

const defaultsOf = ({ options }: Definition): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, schema]) =>
      schema['default'] === undefined ? [] : [[name, schema['default']]],
    ),
  )
