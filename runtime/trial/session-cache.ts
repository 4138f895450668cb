// Sessions kept open for the next training of the same structure, within a bound on memory; the one unused longest goes first.

/** Something that holds memory outside of JavaScript. */
export interface Releasable {
  release(): Promise<void>
}

/** Sessions by key. */
export interface SessionCache {
  /** The session of a key, made on first use; `bytes` is what it is expected to hold. */
  get<S extends Releasable>(key: string, bytes: number, make: () => Promise<S>): Promise<S>
  close(): Promise<void>
}

interface Held {
  readonly bytes: number
  readonly session: Promise<Releasable>
}

/** A cache that holds sessions of at most `capacity` bytes together, but always the two used last (they train and measure). */
export function sessionCache(capacity: number): SessionCache {
  const held = new Map<string, Held>()
  const drop = async (key: string): Promise<void> => {
    const entry = held.get(key)
    held.delete(key)
    await (await entry?.session)?.release()
  }
  const shrink = async (): Promise<void> => {
    for (const key of [...held.keys()]) {
      const total = [...held.values()].reduce((sum, { bytes }) => sum + bytes, 0)
      if (held.size <= 2 || total <= capacity) return
      await drop(key)
    }
  }
  return {
    get: async <S extends Releasable>(key: string, bytes: number, make: () => Promise<S>): Promise<S> => {
      const known = held.get(key) as { readonly session: Promise<S> } | undefined
      const session = known?.session ?? make()
      held.delete(key)
      held.set(key, { bytes, session })
      try {
        const opened = await session
        await shrink()
        return opened
      } catch (error) {
        held.delete(key)
        throw error
      }
    },
    close: async () => {
      for (const key of [...held.keys()]) await drop(key)
    },
  }
}
