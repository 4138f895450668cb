// Plans can construct every member of the catalogue that a specification can name.
import { describe, expect, test } from '@jest/globals'
import { constructorName } from '../../compiler/emit/names.js'
import { catalogue } from '../../runtime/catalogue.js'
import * as plan from '../../runtime/plan.js'

const roles = [
  ...([
    'averaging',
    'combinator',
    'group',
    'initializer',
    'layer',
    'loss',
    'optimizer',
    'parametrization',
    'prepare',
    'procedure',
    'protocol',
    'reparametrization',
  ] as const),
  ...(['sampler', 'schedule', 'scheduler'] as const),
]
const members = roles.flatMap((role) => [...catalogue[role].values()])

describe('plan', () => {
  test('constructor names are unique across roles', () => {
    const names = members.map(({ kind }) => constructorName(kind))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test.each(members.map(({ role, kind }) => [role, kind] as const))(
    'has a constructor for the %s %s',
    (role, kind) => {
      const construct = new Map<string, unknown>(Object.entries(plan)).get(constructorName(kind))
      if (typeof construct !== 'function')
        throw new Error(`add '${constructorName(kind)}' to runtime/plan.ts`)
      expect(construct('path', {})).toMatchObject({ definition: catalogue[role].get(kind), path: 'path' })
    },
  )

  test('refuses two arms of one name', () => {
    const arm = { name: 'twice', enqueue: [], trials: 1 } as unknown as Parameters<
      typeof plan.plan
    >[0]['arms'][number]
    const parts = { arms: [arm, arm] } as unknown as Parameters<typeof plan.plan>[0]
    expect(() => plan.plan(parts, () => Promise.resolve())).toThrow("Two arms are called 'twice'")
  })
})
