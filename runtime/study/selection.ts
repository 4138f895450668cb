// Which trial of a finished search goes on: the protocol's rule over the values of the counted trials.
import type { Arm } from '../experiment.js'
import type { ProtocolContext, ProtocolDefinition, TrialResult } from '../protocols/protocol.js'
import type { RecordedConfiguration, SearchKey, Selected } from '../store/record.js'
import { searchKeyOf } from '../store/state.js'
import type { StudyState } from '../store/state.js'

/** The record of a selection; without a trial for a fixed arm, without a configuration where no trial has a value. */
export function selectTrial(
  protocol: ProtocolDefinition,
  context: ProtocolContext,
  { arm, key }: { readonly arm: Arm; readonly key: SearchKey },
  state: StudyState,
): Selected {
  if (arm.fixed !== undefined) {
    return { kind: 'selected', ...key, configuration: arm.fixed as RecordedConfiguration }
  }
  const trials = [...(state.searches.get(searchKeyOf(key))?.trials.values() ?? [])].sort(
    (a, b) => a.trial - b.trial,
  )
  const results: readonly TrialResult[] = trials.map(({ trial, values, parameters }) => ({
    trial,
    values,
    parameters,
  }))
  const trial = protocol.select(context, results)
  const configuration = trials.find((one) => one.trial === trial)?.configuration
  return {
    kind: 'selected',
    ...key,
    ...(trial === undefined || configuration === undefined ? {} : { trial, configuration }),
  }
}
