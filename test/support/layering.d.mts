export const levels: Readonly<Record<string, number>>
export function breaches(root: string): readonly string[]
export function importsOf(
  root: string,
): ReadonlyMap<string, { readonly local: readonly string[]; readonly packages: readonly string[] }>
