// Sessions kept open for the next training of the same structure; the one unused longest goes first.

/** Something that holds memory outside of JavaScript. */
export interface Releasable {
  release(): Promise<void>
}

/** Sessions by key. */
export interface SessionCache {
  /** The session of a key, made on first use; two askers get one session. */
  get<S extends Releasable>(key: string, make: () => Promise<S>): Promise<S>
  close(): Promise<void>
}

/** A cache that holds at most `capacity` sessions. */
export function sessionCache(capacity: number): SessionCache {
  const held = new Map<string, Promise<Releasable>>()
  const drop = async (key: string): Promise<void> => {
    const session = held.get(key)
    held.delete(key)
    await (await session)?.release()
  }
  return {
    get: async <S extends Releasable>(key: string, make: () => Promise<S>): Promise<S> => {
      const known = held.get(key) as Promise<S> | undefined
      const session = known ?? make()
      held.delete(key)
      held.set(key, session)
      const oldest = held.keys().next()
      if (held.size > capacity && !oldest.done) await drop(oldest.value)
      try {
        return await session
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
