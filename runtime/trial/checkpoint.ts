// State of a training as a file: all numbers that going on needs, so that it equals training straight through bit for bit.
// Layout: 8 bytes of magic and version, 4 bytes length of a JSON header (UTF-8), the header, padding to 4 bytes, the tensors
// as little-endian float32 one after the other. Written to a temporary name, then renamed.
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolders } from '../support/make-folders.js'
import { RunError } from '../../schemas/diagnostic.js'
import { digestOfBytes } from '../support/digest.js'
import type { ScheduleMemory } from '../model/schedules/schedule.js'
import type { StoppingState } from './early-stopping.js'
import type { Observed } from './observed.js'

/** A named tensor of the state. */
export interface SavedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Everything that a training carries from one segment to the next. Random numbers need no state: they are keyed by step. */
export interface Checkpoint {
  /** Epochs and steps done. */
  readonly epoch: number
  readonly step: number
  /** Whether early stopping has ended the training: later segments have nothing to do. */
  readonly stopped: boolean
  readonly memory: ScheduleMemory
  /** What layers have shown so far. */
  readonly observed: Observed
  /** Loss of the first step; absent before it. */
  readonly firstLoss?: number | undefined
  readonly stopping: StoppingState
  /** Parameters, optimizer state, running statistics. */
  readonly state: readonly SavedTensor[]
  /** Model state of the best epoch, where early stopping keeps one. */
  readonly best: readonly SavedTensor[]
}

interface Header extends Omit<Checkpoint, 'state' | 'best' | 'observed'> {
  /** Absent in checkpoints that were written before anything could be observed. */
  readonly observed?: Observed
  readonly sha256: string
  readonly state: readonly Omit<SavedTensor, 'values'>[]
  readonly best: readonly Omit<SavedTensor, 'values'>[]
}

const magic = 'ESPALCK1'

/** Writes a checkpoint; a reader sees the old file or the whole new one. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  makeFolders(dirname(path))
  const temporary = `${path}.${String(process.pid)}.tmp`
  const file = await open(temporary, 'w')
  try {
    await file.write(encodeCheckpoint(checkpoint))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}

/** Reads a checkpoint. @throws RunError `checkpoint-unreadable` */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  try {
    return decodeCheckpoint(await readFile(path))
  } catch (cause) {
    throw new RunError('checkpoint-unreadable', 'data', `checkpoint '${path}' cannot be read`, { cause })
  }
}

/** The bytes of a checkpoint. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const tensors = [...checkpoint.state, ...checkpoint.best]
  const body = Buffer.concat(
    tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  )
  const { epoch, step, stopped, memory, observed, firstLoss, stopping } = checkpoint
  const header: Header = {
    epoch,
    step,
    stopped,
    memory,
    observed,
    firstLoss,
    stopping,
    sha256: digestOfBytes(body),
    state: checkpoint.state.map(({ name, shape }) => ({ name, shape })),
    best: checkpoint.best.map(({ name, shape }) => ({ name, shape })),
  }
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return Buffer.concat([Buffer.from(magic), length, text, Buffer.alloc(-text.length & 3), body])
}

/** A checkpoint from its bytes. @throws RunError `checkpoint-unreadable` */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.toString('latin1', 0, 8) !== magic) throw unreadable('it does not start like a checkpoint')
  const length = buffer.readUInt32LE(8)
  const header = JSON.parse(buffer.toString('utf8', 12, 12 + length)) as Header
  const body = buffer.subarray(12 + length + (-length & 3))
  if (digestOfBytes(body) !== header.sha256) throw unreadable('its content is damaged')
  let offset = 0
  const take = ({ name, shape }: Omit<SavedTensor, 'values'>): SavedTensor => {
    const count = shape.reduce((product, axis) => product * axis, 1)
    const copy = new Uint8Array(body.subarray(offset, offset + 4 * count))
    offset += 4 * count
    return { name, shape, values: new Float32Array(copy.buffer) }
  }
  const observed = Object.fromEntries(
    Object.entries(header.observed ?? {}).map(([name, range]) => [name, withoutNulls(range)]),
  )
  return { ...header, observed, state: header.state.map(take), best: header.best.map(take) }
}

/** JSON writes what is not finite as null: all of it is read as NaN. */
const withoutNulls = (range: Observed[string]): Observed[string] => ({
  count: range.count,
  sum: (range.sum as number | null) ?? Number.NaN,
  lowest: (range.lowest as number | null) ?? Number.NaN,
  highest: (range.highest as number | null) ?? Number.NaN,
})

const unreadable = (why: string): RunError =>
  new RunError('checkpoint-unreadable', 'data', `the checkpoint cannot be used: ${why}`)
