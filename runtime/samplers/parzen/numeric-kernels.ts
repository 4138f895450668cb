// Normal kernels, cut off at the ends of the axis; on a lattice each point has the mass of its cell.
import { normalMass } from '../../support/normal-table.js'
import type { RandomStream } from '../../support/random.js'
import type { LatticeAxis, RealAxis } from './axis.js'
import { bandwidths } from './bandwidth.js'
import type { Column } from './column.js'
import type { Group, Kernels } from './kernels.js'
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

/** Kernels of a continuous column. */
export function realKernels(column: Column, axis: RealAxis, group: Group, shape: KernelShape): Kernels {
  const bells = bellsOf(column, axis, group, shape)
  const { centres, deviations, logMasses } = bells
  const peaks = deviations.map((deviation, k) => -log(deviation) - (logMasses[k] ?? 0) - halfLogTwoPi)
  const inverse = deviations.map((deviation) => 1 / deviation)
  const last = centres.length - 1
  const lack = (x: number, k: number): number => {
    const z = (x - (centres[k] ?? 0)) * (inverse[k] ?? 0)
    return 0.5 * z * z
  }
  return {
    draw: (component, random) => drawInside(bells, component, axis, random),
    prior: (x) => (peaks[last] ?? 0) - lack(x, last),
    addPeaks: (sums) => {
      for (let k = 0; k <= last; k += 1) sums[k] = (sums[k] ?? 0) + (peaks[k] ?? 0)
    },
    takeLacks: (x, sums, floor) => {
      for (let k = 0; k <= last; k += 1) {
        const sum = sums[k] ?? 0
        if (sum >= floor) sums[k] = sum - lack(x, k)
      }
    },
  }
}

/** Kernels of an integer or ordered column; its density is that of the real axis, integrated over the cell of a point. */
export function latticeKernels(column: Column, axis: LatticeAxis, group: Group, shape: KernelShape): Kernels {
  const bells = bellsOf(column, axis, group, shape)
  const { centres, deviations, logMasses } = bells
  const last = centres.length - 1
  const logCell = (a: number, b: number, k: number): number => {
    const centre = centres[k] ?? 0
    const deviation = deviations[k] ?? 1
    return log(normalMass((a - centre) / deviation, (b - centre) / deviation)) - (logMasses[k] ?? 0)
  }
  return {
    draw: (component, random) => axis.cellOf(drawInside(bells, component, axis, random)),
    prior: (index) => logCell(axis.edge(index), axis.edge(index + 1), last),
    addPeaks: () => undefined,
    takeLacks: (index, sums, floor) => {
      const a = axis.edge(index)
      const b = axis.edge(index + 1)
      for (let k = 0; k <= last; k += 1) {
        const sum = sums[k] ?? 0
        if (sum < floor) continue
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
  { rows, componentOf }: Group,
  shape: KernelShape,
): Bells {
  const count = rows.length
  const centres = new Float64Array(count + 1).fill(axis.middle)
  rows.forEach((row, k) => (centres[k] = positionOf(axis, column.coordinates[row] ?? 0)))
  const sorted = column.order.filter((row) => (componentOf[row] ?? -1) >= 0)
  const ascending = new Float64Array(count)
  sorted.forEach((row, rank) => (ascending[rank] = centres[componentOf[row] ?? 0] ?? 0))
  const { low, high, spread } = axis
  const input = { centres: ascending, low, high, spread, dimensions: shape.dimensions }
  const widths = bandwidths(input, shape.bandwidth)
  const deviations = new Float64Array(count + 1).fill(spread)
  sorted.forEach((row, rank) => (deviations[componentOf[row] ?? 0] = widths[rank] ?? spread))
  const logMasses = new Float64Array(count + 1).fill(logMassInside(axis, axis.middle, spread))
  rows.forEach((row, k) => (logMasses[k] = rememberedMass(column, axis, row, deviations[k] ?? spread)))
  return { centres, deviations, logMasses }
}

const positionOf = (axis: RealAxis | LatticeAxis, coordinate: number): number =>
  axis.kind === 'real' ? coordinate : axis.position(coordinate)

/** Bandwidths move only next to a new observation, so most masses are those of the last proposal. */
function rememberedMass(
  column: Column,
  axis: RealAxis | LatticeAxis,
  row: number,
  deviation: number,
): number {
  if (column.deviations[row] !== deviation) {
    column.deviations[row] = deviation
    column.logMasses[row] = logMassInside(axis, positionOf(axis, column.coordinates[row] ?? 0), deviation)
  }
  return column.logMasses[row] ?? 0
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
