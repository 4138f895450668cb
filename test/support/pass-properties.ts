// What every graph pass promises, as properties of random graphs: a short run in the main suite, a long one every night.
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { checkPass } from '../../runtime/tensor/check.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { nodesOf } from '../../runtime/tensor/graph.js'
import type { NamedPass } from '../../runtime/tensor/optimize.js'
import { optimizeGraph, passes } from '../../runtime/tensor/optimize.js'
import { printGraph } from '../../runtime/tensor/print.js'
import { evaluatedBits } from './bits.js'
import { graphOf, recipes } from './random-graphs.js'

/** How many graphs, and which. */
export interface Runs {
  readonly numRuns: number
  readonly seed: number
}

/** Every pass, and all of them in their order. */
export const passList: readonly NamedPass[] = [
  ...passes,
  ['all passes', (values) => optimizeGraph(values, { checked: true })],
]

/** Results of random graphs are the same before and after, bit for bit. Gives the number of graphs that the pass changed. */
export async function expectSameBits([, pass]: NamedPass, runs: Runs): Promise<number> {
  let changed = 0
  await fc.assert(
    fc.asyncProperty(recipes(), async (recipe) => {
      const { outputs, feeds } = graphOf(recipe)
      const after = pass(outputs)
      if (printGraph(after) === printGraph(outputs)) return
      changed += 1
      expect(await evaluatedBits(after, feeds)).toEqual(await evaluatedBits(outputs, feeds))
    }),
    runs,
  )
  return changed
}

/** Random graphs stay legal, never grow, and are left with nothing to do for the pass. */
export function expectSettled([name, pass]: NamedPass, runs: Runs): void {
  fc.assert(
    fc.property(recipes(), (recipe) => {
      const before = graphOf(recipe).outputs
      const after = pass(before)
      checkPass({ pass: name, before, after, known: new Set() })
      expect(operations(after)).toBeLessThanOrEqual(operations(before))
      expect(printGraph(pass(after))).toBe(printGraph(after))
    }),
    runs,
  )
}

const operations = (outputs: readonly Value[]): number =>
  nodesOf(outputs).filter((node) => node.kind === 'operation').length
