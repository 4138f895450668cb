// Passes on random graphs: the numbers stay bit for bit, the graph stays legal and never grows, a second time changes nothing.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { builder } from '../../../runtime/tensor/builder.js'
import { nodesOf } from '../../../runtime/tensor/graph.js'
import * as simplifications from '../../../runtime/tensor/passes/simplifications/index.js'
import { expectSameBits, expectSettled, passList } from '../../support/pass-properties.js'
import { graphOf, recipes } from '../../support/random-graphs.js'

const g = builder()

describe.each(passList)('%s, on random graphs', (...pass) => {
  test('keeps every bit', async () => {
    expect(await expectSameBits(pass, { numRuns: 100, seed: 1 })).toBeGreaterThan(10)
  })

  test('leaves a legal graph that has not grown, and nothing to do for itself', () => {
    expectSettled(pass, { numRuns: 80, seed: 1 })
  })
})

test('every law is met on random graphs', () => {
  const met = new Set<string>()
  fc.assert(
    fc.property(recipes(), (recipe) => {
      for (const node of nodesOf(graphOf(recipe).outputs)) {
        if (node.kind !== 'operation') continue
        for (const [name, { operators, apply }] of Object.entries(simplifications)) {
          if (!operators.includes(node.operator)) continue
          if (apply({ node, inputs: node.inputs, build: () => g }) !== undefined) met.add(name)
        }
      }
    }),
    { numRuns: 200, seed: 1 },
  )
  expect([...met].sort()).toEqual(Object.keys(simplifications).sort())
})
