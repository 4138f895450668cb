import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../../runtime/trial/checkpoint.js'

const checkpoint: Checkpoint = {
  epoch: 3,
  step: 93,
  stopped: true,
  memory: { best: 0.25, waited: 1 },
  observed: { entropy: { count: 3, sum: Number.NaN, lowest: 0.5, highest: 2 } },
  stopping: { best: 0.5, bestEpoch: 2, waited: 1 },
  state: [
    { name: 'affine.weights', shape: [2, 2], values: Float32Array.from([1, -0, 1e-40, Number.MAX_VALUE]) },
    { name: 'affine.bias', shape: [], values: Float32Array.from([3]) },
  ],
  best: [{ name: 'größe', shape: [1], values: Float32Array.from([0.1]) }],
}

const directory = () => mkdtemp(join(tmpdir(), 'espalier-checkpoint-'))

describe('checkpoints', () => {
  test('what is read back is what was written, bit for bit, and no temporary file stays', async () => {
    const folder = await directory()
    const path = join(folder, 'deep', 'a.ckpt')
    await writeCheckpoint(path, checkpoint)
    const read = await readCheckpoint(path)
    expect({ ...read, sha256: undefined }).toEqual({ ...checkpoint, sha256: undefined })
    expect(Object.is(read.state[0]?.values[1], -0)).toBe(true)
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.ckpt'])
  })

  test('a torn or damaged file is refused with its path', async () => {
    const path = join(await directory(), 'b.ckpt')
    await writeCheckpoint(path, checkpoint)
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, bytes.length - 3))
    await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'checkpoint-unreadable' })
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    await writeFile(path, bytes)
    await expect(readCheckpoint(path)).rejects.toThrow(path)
    await writeFile(path, 'hello')
    await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'checkpoint-unreadable' })
  })
})
