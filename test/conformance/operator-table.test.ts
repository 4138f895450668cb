// The table of what the suites of operators cover, and that it has no hole.
import { describe, expect, test } from '@jest/globals'
import * as operators from '../../runtime/tensor/operators/index.js'
import { batchOf, nodesByName, signatureOf } from '../support/operator-batch.js'
import type { Suites } from '../support/operator-table.js'
import { holesIn, operatorRows, printRows } from '../support/operator-table.js'
import { flat, g } from './cases/case.js'
import { onHost } from './cases/on-host.js'
import type { NamedCase } from './operator-cases.js'
import { gradientCases, handCases, namedCases, secondDerivativeCases, singleOnly } from './operator-cases.js'

const suites: Suites = {
  types: namedCases(),
  forward: handCases(),
  gradient: gradientCases(),
  second: secondDerivativeCases(),
  webgpu: namedCases(),
  single: singleOnly,
  onHost: hostNodesOf,
}

/** The nodes of a case, its gradient included, that WebGPU leaves to the host, with the reason. */
function hostNodesOf(one: NamedCase): readonly string[] {
  const signatures = [...nodesByName(batchOf([one])).values()].map(signatureOf)
  return [...new Set(signatures)].flatMap((signature) =>
    Object.entries(onHost[signature] ?? {}).map(([node, reason]) => `${node} (${reason})`),
  )
}

/** A graph of another operator. */
const addition = g.add(g.scalar(1), 2)

/** The cases of a suite but for those of one kind. */
const without = (
  suite: 'types' | 'forward' | 'gradient' | 'second' | 'webgpu',
  kind: string,
): Partial<Suites> => ({
  [suite]: suites[suite].filter((one) => one.kind !== kind),
})

/** All suites cut down to one kind. */
const only = (kind: string, all: Suites): Suites => ({
  ...all,
  types: all.types.filter((one) => one.kind === kind),
  forward: all.forward.filter((one) => one.kind === kind),
})

describe('the table of operators and functions', () => {
  test('has a row for every operator and no hole', () => {
    const rows = operatorRows(suites)
    process.stdout.write(`\n${printRows(rows)}`)
    const kinds = rows.map(({ kind }) => kind)
    expect(Object.keys(operators).filter((kind) => !kinds.includes(kind))).toEqual([])
    expect(holesIn(rows)).toEqual([])
  })

  test.each<[found: string, broken: Partial<Suites>]>([
    ['exp: no case compares its type with ONNX Runtime', without('types', 'exp')],
    ['einsum: no value is worked out by hand', without('forward', 'einsum')],
    [
      'sign: no value is worked out by hand',
      { forward: suites.forward.map((one) => (one.kind === 'sign' ? { ...one, graph: addition } : one)) },
    ],
    ['exp: no case tries the gradient of input 0', without('gradient', 'exp')],
    [
      'conv: no case tries the gradient of input 2',
      { gradient: suites.gradient.filter(({ kind, one }) => kind !== 'conv' || one.inputs.length < 3) },
    ],
    ["tanh: no case tries the gradient's gradient", without('second', 'tanh')],
    ['where: no case runs on WebGPU', without('webgpu', 'where')],
    [
      'sin: sin 0 is said to be flat, but a gradient flows',
      {
        types: suites.types.map((named) =>
          named.name === 'sin 0' ? { ...named, one: flat(named.one) } : named,
        ),
      },
    ],
  ])('tells a hole: %s', (found, broken) => {
    const kind = /^\w+/.exec(found)?.[0] ?? ''
    expect(holesIn(operatorRows(only(kind, { ...suites, ...broken })))).toEqual([found])
  })
})
