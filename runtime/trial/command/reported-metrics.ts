// Metrics that a program reports: JSON objects a line, or texts that match a pattern. The last value of a metric counts.

/** Where metrics stand in what a program reports. */
export interface Reporting {
  /** Paths with dots, by metric. */
  readonly keys: Readonly<Record<string, string>>
  /** Regular expressions with one group, by metric. */
  readonly patterns: Readonly<Record<string, string>>
}

/** Numbers by name, in the order of their first report; not all need be finite. */
export type Reported = ReadonlyMap<string, number>

/** Most metrics that are kept. */
const most = 200

/** Takes lines, gives what they reported. */
export interface MetricReader {
  /** Reads one line; gives the metrics in it, empty where it reports none. */
  read(line: string): Readonly<Record<string, number>>
  readonly metrics: Reported
}

/** A reader of one program's lines. */
export function createMetricReader({ keys, patterns }: Reporting): MetricReader {
  const metrics = new Map<string, number>()
  const expressions = Object.entries(patterns).map(
    ([metric, pattern]) => [metric, new RegExp(pattern, 'u')] as const,
  )
  return {
    metrics,
    read: (line) => {
      const found: Record<string, number> = { ...numbersIn(objectIn(line), keys) }
      for (const [metric, expression] of expressions) {
        const text = expression.exec(line)?.[1]
        if (text !== undefined) found[metric] = Number(text.trim() === '' ? Number.NaN : text)
      }
      for (const [metric, value] of Object.entries(found)) {
        if (metrics.has(metric) || metrics.size < most) metrics.set(metric, value)
      }
      return found
    },
  }
}

/** Regular expressions, as texts, of the lines that a reader wants to see. */
export const wantedLines = ({ patterns }: Reporting): readonly string[] => [
  '^\\s*\\{',
  ...Object.values(patterns),
]

/** The object that a line is; Python writes NaN and Infinity, which JSON does not know. */
function objectIn(line: string): Readonly<Record<string, unknown>> {
  const text = line.trim()
  if (!text.startsWith('{')) return {}
  for (const attempt of [text, text.replaceAll(/(?<=[:,[\s])(-?)(NaN|Infinity)(?=[\s,\]}])/g, '"$1$2"')]) {
    try {
      const value: unknown = JSON.parse(attempt)
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, unknown>>)
        : {}
    } catch {
      continue
    }
  }
  return {}
}

function numbersIn(
  object: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, string>>,
): Readonly<Record<string, number>> {
  const plain = Object.entries(object).flatMap(([name, value]) => pairOf(name, value))
  const nested = Object.entries(keys).flatMap(([metric, path]) => pairOf(metric, valueAt(object, path)))
  return Object.fromEntries([...plain, ...nested])
}

function pairOf(name: string, value: unknown): readonly (readonly [string, number])[] {
  if (typeof value === 'number') return [[name, value]]
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? [[name, Number(value)]] : []
}

/** A member by its whole name, or by a path with dots. */
const valueAt = (object: Readonly<Record<string, unknown>>, path: string): unknown =>
  path in object
    ? object[path]
    : path
        .split('.')
        .reduce<unknown>(
          (value, key) =>
            typeof value === 'object' && value !== null
              ? (value as Readonly<Record<string, unknown>>)[key]
              : undefined,
          object,
        )
