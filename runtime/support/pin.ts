// Digests of the code that values came from. A definition or function of the user's is pinned when its file is loaded, and whoever
// identifies what it does asks here: the bytes that run are the bytes that were counted, whatever a plan says of them.

const digests = new WeakMap<object, string>()

/** Notes the digest of the code that a value came from; the first note stays. Values that are no objects have no identity to note. */
export function pin(value: unknown, digest: string): void {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    if (!digests.has(value)) digests.set(value, digest)
  }
}

/** The digest of the code that a value came from; undefined for what comes with Espalier. */
export const pinOf = (value: object): string | undefined => digests.get(value)

/** The same as a part of something that is digested: nothing for what comes with Espalier. */
export function codeOf(value: object | undefined): { readonly code?: string } {
  const code = value === undefined ? undefined : pinOf(value)
  return code === undefined ? {} : { code }
}
