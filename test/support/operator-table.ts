// What the suites of operators cover, by operator and function: worked out from the cases that they iterate, never written.
import type { NamedCase, NamedHandCase } from '../conformance/operator-cases.js'
import { bends, flowingLeaves, holds, owedInputs, passedInputs, reaches } from './operator-flow.js'

/** The cases that each suite iterates, and what WebGPU leaves to the host. */
export interface Suites {
  readonly types: readonly NamedCase[]
  readonly forward: readonly NamedHandCase[]
  readonly gradient: readonly NamedCase[]
  readonly second: readonly NamedCase[]
  readonly webgpu: readonly NamedCase[]
  /** Kinds whose second derivative is tried in single precision. */
  readonly single: ReadonlySet<string>
  /** In words, what of a case's graph runs on the host; empty where all of it runs on the device. */
  readonly onHost: (one: NamedCase) => readonly string[]
}

/** One operator or function: how many cases hold each of its promises. */
export interface OperatorRow {
  readonly kind: string
  /** Cases whose inferred type is compared with what ONNX Runtime returns. */
  readonly types: number
  /** Cases worked out by hand. */
  readonly forward: number
  /** Inputs that owe a gradient, and those of them that a case tries. */
  readonly owed: ReadonlySet<number>
  readonly tried: ReadonlySet<number>
  /** Cases whose gradient is held to central differences; the same for the gradient's gradient. */
  readonly gradient: number
  readonly second: number
  /** Of the latter, those where the gradient depends on the inputs themselves. */
  readonly bent: number
  readonly precision: 'float32' | 'float64'
  readonly webgpu: number
  readonly onHost: readonly string[]
  /** Cases that are said to be flat although a gradient flows. */
  readonly wronglyFlat: readonly string[]
}

/** A row for each kind that has a case or a value worked out by hand, sorted. */
export function operatorRows(suites: Suites): readonly OperatorRow[] {
  const kinds = new Set([...suites.types, ...suites.forward].map(({ kind }) => kind))
  return [...kinds].sort().map((kind) => rowOf(kind, suites))
}

function rowOf(kind: string, suites: Suites): OperatorRow {
  const own = (cases: readonly NamedCase[]): readonly NamedCase[] =>
    cases.filter((one) => one.kind === kind && reaches(one.one, kind))
  const passing = (cases: readonly NamedCase[]): readonly NamedCase[] =>
    own(cases).filter(({ one }) => passedInputs(one, kind).size > 0)
  const [all, second] = [own(suites.types), passing(suites.second)]
  return {
    kind,
    types: all.length,
    forward: suites.forward.filter((one) => one.kind === kind && holds(one.graph, kind)).length,
    owed: union(all.map(({ one }) => owedInputs(one, kind))),
    tried: union(own(suites.gradient).map(({ one }) => passedInputs(one, kind))),
    gradient: passing(suites.gradient).length,
    second: second.length,
    bent: second.filter(({ one }) => bends(one)).length,
    precision: suites.single.has(kind) ? 'float32' : 'float64',
    webgpu: own(suites.webgpu).length,
    onHost: [...union(own(suites.webgpu).map((one) => new Set(suites.onHost(one))))].sort(),
    wronglyFlat: all.flatMap(({ name, one }) =>
      one.flat === true && flowingLeaves(one).size > 0 ? [name] : [],
    ),
  }
}

const union = <T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> => new Set(sets.flatMap((set) => [...set]))

/** What is missing, a sentence each. */
export const holesIn = (rows: readonly OperatorRow[]): readonly string[] => rows.flatMap(holesOf)

function holesOf(row: OperatorRow): readonly string[] {
  const untried = [...row.owed].filter((place) => !row.tried.has(place))
  const told: readonly (readonly [boolean, string])[] = [
    [row.types === 0, 'no case compares its type with ONNX Runtime'],
    [row.forward === 0, 'no value is worked out by hand'],
    [untried.length > 0, `no case tries the gradient of input ${untried.join(', ')}`],
    [row.owed.size > 0 && row.second === 0, "no case tries the gradient's gradient"],
    [row.webgpu === 0, 'no case runs on WebGPU'],
    ...row.wronglyFlat.map((name) => [true, `${name} is said to be flat, but a gradient flows`] as const),
  ]
  return told.flatMap(([isHole, text]) => (isHole ? [`${row.kind}: ${text}`] : []))
}

const titles = ['operator or function', 'type', 'by hand', 'gradient', 'second gradient', 'webgpu'] as const

/** The rows as text with aligned columns. */
export function printRows(rows: readonly OperatorRow[]): string {
  const lines = [titles, ...rows.map(cellsOf)]
  const widths = titles.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${text.join('\n')}\n`
}

function cellsOf(row: OperatorRow): readonly string[] {
  const flat = row.owed.size === 0
  return [
    row.kind,
    String(row.types),
    String(row.forward),
    flat ? 'flat' : `${String(row.gradient)}, inputs ${String(row.tried.size)} of ${String(row.owed.size)}`,
    flat ? 'flat' : `${String(row.second)} in ${row.precision}${row.bent === 0 ? ', linear' : ''}`,
    `${String(row.webgpu)}${row.onHost.length === 0 ? '' : `, on the host: ${row.onHost.join(', ')}`}`,
  ]
}
