// Answers that are worked out once an object.

/** A function that answers for one object once, and forgets the answer with the object. */
export function remembered<K extends object, V>(answer: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found.value
    const value = answer(key)
    known.set(key, { value })
    return value
  }
}
