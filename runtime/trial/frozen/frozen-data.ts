// Prepared data with the features of a frozen model in the place of examples: from memory, from disk, or from a run of the model.
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
