// Written quantities: `10m` is 600 seconds, `512MiB` is 536,870,912 bytes. Exact; no other forms.

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
}

/** Seconds of `90s`, `10m`, `1.5h`, `2d`; undefined for anything else. */
export const parseDuration = (written: string): number | undefined => parseWith(written, SECONDS)

/** Bytes of `512MiB`, `2GB`; undefined for anything else. */
export function parseSize(written: string): number | undefined {
  const size = parseWith(written, BYTES)
  return size === undefined ? undefined : Math.round(size)
}

/** Units of a kind of quantity, for messages. */
export const unitsOf = (quantity: 'duration' | 'size'): readonly string[] =>
  Object.keys(quantity === 'duration' ? SECONDS : BYTES)

function parseWith(written: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(written) ?? []
  if (amount === undefined || unit === undefined || !Object.hasOwn(units, unit)) return undefined
  const value = Number(amount) * (units[unit] ?? 0)
  return value > 0 ? value : undefined
}
