// Normal kernels, cut off at the ends of the axis; on a lattice each point has the mass of its cell.
import { normalMass } from '../../support/normal-table.js'
import type { RandomStream } from '../../support/random.js'
import type { LatticeAxis, RealAxis } from './axis.js'
import { bandwidths } from './bandwidth.js'
import type { Column } from './column.js'
import type { Kernels } from './kernels.js'
import type { Bandwidth } from './settings.js'

// Taken out of the global object once, as hot loops do it.
const { log } = Math
const halfLogTwoPi = log(2 * Math.PI) / 2

/** Centres, bandwidths and logarithms of the masses inside the axis, by component; the prior is the last. */
interface Bells {
  readonly centres: Float64Array
  readonly deviations: Float64Array
  readonly logMasses: Float64Array
}

/** Kernels of a continuous column. @param rows the group's trials, all of which met the decision */
export function realKernels(
  column: Column,
  axis: RealAxis,
  rows: readonly number[],
  shape: KernelShape,
): Kernels {
  const bells = bellsOf(column, axis, rows, shape)
  const { centres, deviations, logMasses } = bells
  const inverse = deviations.map((deviation) => 1 / deviation)
  const constants = deviations.map((deviation, k) => -log(deviation) - (logMasses[k] ?? 0) - halfLogTwoPi)
  const last = centres.length - 1
  const density = (x: number, k: number): number => {
    const z = (x - (centres[k] ?? 0)) * (inverse[k] ?? 0)
    return (constants[k] ?? 0) - (z * z) / 2
  }
  return {
    discrete: false,
    draw: (component, random) => drawInside(bells, component, axis, random),
    prior: (x) => density(x, last),
    add: (x, sums) => {
      for (let k = 0; k <= last; k += 1) sums[k] = (sums[k] ?? 0) + density(x, k)
    },
  }
}

/** Kernels of an integer or ordered column; its density is that of the real axis, integrated over the cell of a point. */
export function latticeKernels(
  column: Column,
  axis: LatticeAxis,
  rows: readonly number[],
  shape: KernelShape,
): Kernels {
  const bells = bellsOf(column, axis, rows, shape)
  const { centres, deviations, logMasses } = bells
  const last = centres.length - 1
  const logCell = (a: number, b: number, k: number): number => {
    const centre = centres[k] ?? 0
    const deviation = deviations[k] ?? 1
    return log(normalMass((a - centre) / deviation, (b - centre) / deviation)) - (logMasses[k] ?? 0)
  }
  return {
    discrete: true,
    draw: (component, random) => axis.cellOf(drawInside(bells, component, axis, random)),
    prior: (index) => logCell(axis.edge(index), axis.edge(index + 1), last),
    add: (index, sums, floor) => {
      const a = axis.edge(index)
      const b = axis.edge(index + 1)
      for (let k = 0; k <= last; k += 1) {
        const sum = sums[k] ?? 0
        const ceiling = sum + logCeiling(a, b, centres[k] ?? 0, deviations[k] ?? 1)
        sums[k] = ceiling < floor ? -Infinity : sum + logCell(a, b, k)
      }
    },
  }
}

/** What bandwidths depend on besides the column. */
export interface KernelShape {
  readonly bandwidth: Bandwidth
  /** Columns modelled together. */
  readonly dimensions: number
}

/**
 * An upper bound of a cell's log-mass, without Φ: the tail beyond its nearer edge is at most exp(−z²/2)/2, and a kernel centred on its axis and
 * no wider than it keeps at least 0.34 of its mass, so the ratio is below 1.5·exp(−z²/2).
 */
function logCeiling(a: number, b: number, centre: number, deviation: number): number {
  if (centre >= a && centre <= b) return 0
  const z = (centre < a ? a - centre : centre - b) / deviation
  return 0.41 - (z * z) / 2
}

function bellsOf(
  column: Column,
  axis: RealAxis | LatticeAxis,
  rows: readonly number[],
  shape: KernelShape,
): Bells {
  const count = rows.length
  const component = new Map(rows.map((row, index) => [row, index]))
  const sorted = column.order.flatMap((row) => component.get(row) ?? [])
  const positionOf = axis.kind === 'real' ? (x: number) => x : axis.position
  const centres = Float64Array.from(rows, (row) => positionOf(column.coordinates.get(row) ?? 0))
  const widths = bandwidths(
    {
      centres: Float64Array.from(sorted, (k) => centres[k] ?? 0),
      low: axis.low,
      high: axis.high,
      spread: axis.spread,
      dimensions: shape.dimensions,
    },
    shape.bandwidth,
  )
  const deviations = new Float64Array(count + 1).fill(axis.spread)
  sorted.forEach((k, rank) => (deviations[k] = widths[rank] ?? axis.spread))
  const logMasses = Float64Array.from(rows, (row, k) =>
    rememberedMass(
      column,
      row,
      () => logMassInside(axis, centres[k] ?? 0, deviations[k] ?? 1),
      deviations[k] ?? 1,
    ),
  )
  return {
    centres: Float64Array.of(...centres, axis.middle),
    deviations,
    logMasses: Float64Array.of(...logMasses, logMassInside(axis, axis.middle, axis.spread)),
  }
}

/** Bandwidths move only next to a new observation, so most masses are those of the last proposal. */
function rememberedMass(column: Column, row: number, compute: () => number, deviation: number): number {
  const known = column.masses.get(row)
  if (known?.deviation === deviation) return known.log
  const computed = compute()
  column.masses.set(row, { deviation, log: computed })
  return computed
}

const logMassInside = (axis: RealAxis | LatticeAxis, centre: number, deviation: number): number =>
  log(normalMass((axis.low - centre) / deviation, (axis.high - centre) / deviation))

/** Normal draws until one lies inside: at least a third of them do. */
function drawInside(
  { centres, deviations }: Bells,
  component: number,
  axis: RealAxis | LatticeAxis,
  random: RandomStream,
): number {
  for (;;) {
    const x = (centres[component] ?? 0) + (deviations[component] ?? 0) * random.normal()
    if (x >= axis.low && x <= axis.high) return x
  }
}
