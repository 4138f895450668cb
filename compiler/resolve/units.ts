// Written quantities: `10m` is 600 seconds, `512MiB` is 536,870,912 bytes. Exact; no other forms.

const seconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }
const bytes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
}

/** Seconds of `90s`, `10m`, `1.5h`, `2d`, or of a bare number; undefined for anything else. */
export const parseDuration = (written: string | number): number | undefined => parseWith(written, seconds)

/** Bytes of `512MiB`, `2GB`, or of a bare number; undefined for anything else. */
export function parseSize(written: string | number): number | undefined {
  const size = parseWith(written, bytes)
  return size === undefined ? undefined : Math.round(size)
}

function parseWith(written: string | number, units: Readonly<Record<string, number>>): number | undefined {
  if (typeof written === 'number') return written > 0 ? written : undefined
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(written) ?? []
  if (amount === undefined || unit === undefined || !Object.hasOwn(units, unit)) return undefined
  const value = Number(amount) * (units[unit] ?? 0)
  return value > 0 ? value : undefined
}
