// What a program is told: the JSON file that ESPALIER_TRIAL names, and the same facts as names for `${…}`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment } from '../../experiment.js'
import type { SegmentRequest } from '../../procedures/procedure.js'
import type { TrialFolder } from './trial-folder.js'
import { showValue, type Values } from './words.js'

/** Where a training takes place. */
export interface TrialPlace {
  readonly experiment: Experiment
  /** Project folder, absolute. */
  readonly root: string
  readonly folder: TrialFolder
  /** GPUs that the program may use; undefined where the specification says nothing of them. */
  readonly devices: readonly string[] | undefined
}

/** Writes the file. */
export function writeTrialFile(request: SegmentRequest, place: TrialPlace): void {
  const { folder, root, experiment, devices } = place
  const { specified, arm, task, phase } = request
  const trial = {
    schema_version: 1,
    experiment: experiment.name,
    arm,
    task,
    phase,
    seed: seedOf(request),
    configuration: specified.hyperparameters,
    fidelity: {
      name: experiment.fidelity?.name ?? null,
      from: fromOf(request, folder),
      to: request.to,
      maximum: request.maximum,
    },
    data: dataOf(request, place),
    rows: folder.rows,
    checkpoint_in: folder.checkpointIn ?? null,
    checkpoint_out: folder.checkpointOut ?? null,
    folder: folder.path,
    project: root,
    devices: devices ?? null,
  }
  writeFileSync(folder.trial, `${JSON.stringify(trial, null, 2)}\n`)
}

/** Names for `${…}`: facts of the trial, then hyperparameters, which win. */
export function valuesOf(request: SegmentRequest, { folder, root }: TrialPlace): Values {
  const { specified, phase } = request
  const rows = (['train', 'stop', 'select', 'measure'] as const).map(
    (purpose) => [`${purpose}_rows`, folder.rows[purpose]] as const,
  )
  return new Map<string, string | undefined>([
    ['seed', String(seedOf(request))],
    ['fidelity', String(request.to)],
    ['from', String(fromOf(request, folder))],
    ['maximum', String(request.maximum)],
    ['phase', phase],
    ['trial', folder.trial],
    ['folder', folder.path],
    ['project', root],
    ['checkpoint_in', folder.checkpointIn],
    ['checkpoint_out', folder.checkpointOut],
    ...rows,
    ...Object.entries(specified.hyperparameters).map(([name, value]) => [name, showValue(value)] as const),
  ])
}

/** Seeds of most languages' generators have 32 bits, some a sign. */
export const seedOf = ({ seed }: SegmentRequest): number => seed % 2 ** 31

/** A program that has no state to go on from begins anew. */
const fromOf = (request: SegmentRequest, { checkpointIn }: TrialFolder): number =>
  checkpointIn === undefined ? 0 : request.from

function dataOf({ task }: SegmentRequest, { experiment, root }: TrialPlace): unknown {
  const data = experiment.tasks.find(({ name }) => name === task)
  if (data === undefined) return null
  return {
    dataset: data.dataset ?? null,
    file: data.file === undefined ? null : join(root, data.file),
    target: data.target ?? null,
    columns: data.columns ?? null,
  }
}
