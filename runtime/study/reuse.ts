// Trainings that earlier runs made: looked up by identity in the journals of neighbouring run directories, read-only.
import { copyFileSync, existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolders } from '../support/make-folders.js'
import { historyOf } from '../store/history.js'
import type { SegmentFinished } from '../store/record.js'
import { openTrainingIndex } from '../store/training-index.js'
import type { TrainingIndex } from '../store/training-index.js'
import type { Demand } from './training.js'

/** Results of other runs, by identity. */
export interface ReusedTrainings {
  find(demand: Demand): SegmentFinished | undefined
  close(): void
}

/** Nothing is reused. */
export const noReuse: ReusedTrainings = { find: () => undefined, close: () => undefined }

/** Neighbours that are asked, the most recently written first. */
const mostNeighbours = 16

/** Earlier states of this run, then run directories beside it, those named after the same experiment first. */
export function neighboursOf(directory: string, name: string): readonly string[] {
  const parent = dirname(resolve(directory))
  const own = basename(directory)
  if (!existsSync(parent)) return historyOf(directory)
  const beside = readdirSync(parent)
    .filter((entry) => entry !== own)
    .map((entry) => ({ path: join(parent, entry), namesake: entry.startsWith(`${name}-`) ? 0 : 1 }))
    .filter(({ path }) => existsSync(join(path, 'run.sqlite')))
    .map((entry) => ({ ...entry, written: statSync(join(entry.path, 'run.sqlite')).mtimeMs }))
    .sort((a, b) => a.namesake - b.namesake || b.written - a.written || (a.path < b.path ? -1 : 1))
    .slice(0, mostNeighbours)
    .map(({ path }) => path)
  return [...historyOf(directory), ...beside]
}

/** Opens what the given run directories have trained; checkpoints are copied into `directory` when they are needed. */
export function reuseFrom(directories: readonly string[], directory: string): ReusedTrainings {
  const indexes = directories.flatMap((from) => {
    const index = openTrainingIndex(from)
    return index === undefined ? [] : [{ from, index }]
  })
  return {
    find: (demand) => {
      for (const { from, index } of indexes) {
        const found = foundIn(index, from, directory, demand)
        if (found !== undefined) return found
      }
      return undefined
    },
    close: () => {
      for (const { index } of indexes) index.close()
    },
  }
}

/** Ends that depend on the machine or on a limit of that run are not taken over. */
const reusable: ReadonlySet<string> = new Set(['completed', 'diverged', 'invalid'])

function foundIn(
  index: TrainingIndex,
  from: string,
  directory: string,
  demand: Demand,
): SegmentFinished | undefined {
  const segment = index.find(demand.training, demand.to)
  if (segment === undefined || !reusable.has(segment.end)) return undefined
  if (demand.keep && segment.end === 'completed' && !copyCheckpoint(from, directory, demand)) return undefined
  const { training, to, end, measurements, measured } = segment
  const reusedFrom = segment.reusedFrom ?? basename(from)
  const message = segment.message === undefined ? {} : { message: segment.message }
  return {
    kind: 'segment-finished',
    training,
    from: segment.from,
    to,
    end,
    measurements,
    ...message,
    measured,
    reusedFrom,
  }
}

/** Place of a checkpoint in a run directory. */
export const checkpointFile = (training: string, fidelity: number): string =>
  join('checkpoints', `${training}@${fidelity}.ckpt`)

function copyCheckpoint(from: string, directory: string, { training, to }: Demand): boolean {
  const file = checkpointFile(training, to)
  const target = join(directory, file)
  if (existsSync(target)) return true
  if (!existsSync(join(from, file))) return false
  makeFolders(dirname(target))
  copyFileSync(join(from, file), `${target}.copy`)
  renameSync(`${target}.copy`, target)
  return true
}
