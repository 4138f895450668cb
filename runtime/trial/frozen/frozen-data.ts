// Prepared data with the features of a frozen model in the place of examples: from memory, from disk, or from a run of the model.
import { totalmem } from 'node:os'
import { RunError } from '../../../schemas/diagnostic.js'
import type { LayerUse } from '../../space/module-tree.js'
import { sizeOf } from '../../support/shape.js'
import { tensorFrom } from '../../tensor/tensor.js'
import type { PreparedData } from '../prepared-data.js'
import { featureCache } from './feature-cache.js'
import { featureKey, frozenOptions, openFrozen, runFrozen, sectionFor } from './features.js'

/** Puts features in the place of examples; `onBatch` is called while the model runs. */
export type FrozenData = (prepared: PreparedData, use: LayerUse, onBatch: () => void) => Promise<PreparedData>

/** Where models are found, and where features are kept. */
export interface FrozenPlaces {
  readonly root: string
  readonly directory: string
}

/** Features with a memory of `kept` data sets; equal ones share their tensors. */
export function frozenData({ root, directory }: FrozenPlaces, run = runFrozen, kept = 4): FrozenData {
  const cache = featureCache(directory)
  const latest = new Map<string, Promise<PreparedData>>()
  return (prepared, use, onBatch) => {
    const key = featureKey(prepared, use, frozenOptions(use).sha256 ?? openFrozen(use, root).sha256)
    const make = async (): Promise<PreparedData> => {
      const [rows = 0] = prepared.features.shape
      const { shape } = use.output
      checkSize(4 * rows * sizeOf(shape), use)
      const data = await cache.get(key, rows * sizeOf(shape), {
        make: () => run(sectionFor(use, openFrozen(use, root)), prepared.features, { onBatch }),
        onWait: onBatch,
      })
      return { ...prepared, key, features: tensorFrom('float32', [rows, ...shape], data), input: use.output }
    }
    const known = latest.get(key) ?? make()
    latest.delete(key)
    latest.set(key, known)
    known.catch(() => latest.delete(key))
    for (const oldest of latest.keys()) {
      if (latest.size <= kept) break
      latest.delete(oldest)
    }
    return known
  }
}

/** @throws RunError `data-too-large`: as much is left for features as for data */
function checkSize(bytes: number, use: LayerUse): void {
  if (bytes <= totalmem() / 2) return
  const show = (size: number): string => `${String(Math.ceil(size / 2 ** 20))}MiB`
  throw new RunError(
    'data-too-large',
    'memory',
    `the features of '${frozenOptions(use).file}' take ${show(bytes)}, this machine leaves ${show(totalmem() / 2)} for them`,
    { hint: 'take a smaller tensor of the model, mostly one after pooling' },
  )
}
