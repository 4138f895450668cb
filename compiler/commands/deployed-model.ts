// The model that an arm deployed, as `export` hands it on.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SpecError } from '../../schemas/diagnostic.js'
import type { Exporter } from './exporter.js'

/** @throws SpecError `unknown-arm`, `no-model` */
export const deployedModel: Exporter = ({ call, directory, result: { arms } }) => {
  const names = Object.keys(arms)
  const asked = call.options['arm'] ?? (names.length === 1 ? names[0] : undefined)
  if (typeof asked !== 'string' || arms[asked] === undefined) {
    const found = asked === undefined ? 'no arm was named' : `there is no arm '${String(asked)}'`
    throw new SpecError('unknown-arm', `${found}, expected --arm with one of ${names.join(', ')}`)
  }
  const file = arms[asked].model?.file
  if (typeof file !== 'string') throw new SpecError('no-model', `the run deployed no model of arm '${asked}'`)
  return readFileSync(join(directory, file))
}
