// A model run once, with where each of its nodes ran.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tensor } from '../tensor/tensor.js'
import type { PlacedNode } from './placement.js'
import type { SessionOptions } from './session.js'
import { runOnce } from './session.js'

/** Results of one run, and where its nodes ran, in the order of their first end. */
export interface TracedRun {
  readonly results: Readonly<Record<string, Tensor>>
  readonly nodes: readonly PlacedNode[]
}

/** Runs a model once and tells where each node ran. @throws RunError `session-failed`, `run-failed` */
export async function runTraced(
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: Omit<SessionOptions, 'trace'> = {},
): Promise<TracedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-profile-'))
  let nodes: readonly PlacedNode[] = []
  const tell = (found: readonly PlacedNode[]): void => {
    nodes = found
  }
  try {
    const results = await runOnce(model, feeds, { ...options, trace: { prefix: join(folder, 'run'), tell } })
    return { results, nodes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
