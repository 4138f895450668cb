// Passes on random graphs: the numbers stay bit for bit, the graph stays legal and never grows, a second time changes nothing.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkPass } from '../../../runtime/tensor/check.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { nodesOf } from '../../../runtime/tensor/graph.js'
import { optimizeGraph, passes } from '../../../runtime/tensor/optimize.js'
import type { NamedPass } from '../../../runtime/tensor/optimize.js'
import * as simplifications from '../../../runtime/tensor/passes/simplifications/index.js'
import { printGraph } from '../../../runtime/tensor/print.js'
import { evaluatedBits } from '../../support/bits.js'
import { graphOf, recipes } from '../../support/random-graphs.js'

const g = builder()
const runs = { numRuns: 100, seed: 1 } as const

/** Every pass once, and all in their order. */
const list: readonly NamedPass[] = [
  ...new Map(passes),
  ['all passes', (values) => optimizeGraph(values, { checked: true })],
]

describe.each(list)('%s, on random graphs', (name, pass) => {
  test('keeps every bit', async () => {
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
    expect(changed).toBeGreaterThan(10)
  })

  test('leaves a legal graph that has not grown, and nothing to do for itself', () => {
    fc.assert(
      fc.property(recipes(), (recipe) => {
        const before = graphOf(recipe).outputs
        const after = pass(before)
        checkPass({ pass: name, before, after, known: new Set() })
        expect(operations(after)).toBeLessThanOrEqual(operations(before))
        expect(printGraph(pass(after))).toBe(printGraph(after))
      }),
      { ...runs, numRuns: 200 },
    )
  })
})

test('every law is met on random graphs', () => {
  const met = new Set<string>()
  fc.assert(
    fc.property(recipes(), (recipe) => {
      for (const node of nodesOf(graphOf(recipe).outputs)) {
        if (node.kind !== 'operation') continue
        for (const [name, { operators, apply }] of Object.entries(simplifications)) {
          if (operators.includes(node.operator) && apply({ node, inputs: node.inputs, build: () => g }))
            met.add(name)
        }
      }
    }),
    { ...runs, numRuns: 200 },
  )
  expect([...met].sort()).toEqual(Object.keys(simplifications).sort())
})

const operations = (outputs: readonly Value[]): number =>
  nodesOf(outputs).filter((node) => node.kind === 'operation').length
