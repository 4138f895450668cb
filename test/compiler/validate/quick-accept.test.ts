import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { quickAccept } from '../../../compiler/validate/quick-accept.js'
import { loosen } from '../../../compiler/validate/schema-marks.js'
import { catalogue } from '../../../runtime/catalogue.js'
import type { Json } from '../../../schemas/json.js'

const schemas = Object.values(catalogue).flatMap((members) =>
  [...members.values()].flatMap(({ options }) => Object.values(options)),
)

test('a quick yes is a yes of the real validator, for every option of the catalogue', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false })
  const compiled = schemas.map((schema) => ({ schema, validate: ajv.compile(loosen(schema)) }))
  const word = fc.constantFrom('same', 'valid', 'best', 'nothing', '', 'loss', 'shared', 'a')
  const scalar = fc.oneof(
    fc.integer({ min: -3, max: 20 }),
    fc.constantFrom(0, 0.5, 1, 1.5, -0.1),
    fc.boolean(),
    fc.constant(null),
    word,
  )
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom('rows', 'seeds', 'select', 'train', 'stop', 'metric', 'x'),
      fc.oneof(scalar, fc.dictionary(fc.constantFrom('train', 'select'), scalar)),
    ),
  )
  let accepted = 0
  fc.assert(
    fc.property(fc.constantFrom(...compiled), value, ({ schema, validate }, drawn: Json) => {
      if (!quickAccept(schema, drawn)) return
      accepted++
      expect(validate(drawn)).toBe(true)
    }),
    { seed: 3, numRuns: 5000 },
  )
  expect(accepted).toBeGreaterThan(500)
})
