// A `table` procedure before a run: is its file there, readable, and has it columns for these choices and metrics?
import { totalmem } from 'node:os'
import { readDataFile } from '../data/sources/file.js'
import { OptionError } from '../procedures/option-error.js'
import { suggest } from '../support/did-you-mean.js'
import type { Inspection } from './inspection.js'

/** @throws OptionError `table-does-not-fit`; what reading the file throws, with the field `file` */
export const inspectTable: Inspection = async ({ options, choices, metrics }, root) => {
  const file = String(options['file'])
  const { columns } = await readDataFile(file, { root, memory: totalmem() / 2, field: 'file' })
  const names = columns.map(({ name }) => name)
  const need = (name: string, field: string, what: string): void => {
    if (names.includes(name)) return
    throw new OptionError(
      'table-does-not-fit',
      field,
      `'${file}' has no column '${name}', ${what}`,
      suggest(name, names),
    )
  }
  for (const field of ['seeds', 'fidelity']) {
    const named = options[field]
    if (typeof named === 'string') need(named, field, `which \`${field}\` names`)
  }
  const { keys } = options
  if (Array.isArray(keys)) for (const key of keys) need(String(key), 'keys', 'which `keys` names')
  else if (choices.length > 0 && !choices.some(({ name }) => names.includes(name))) {
    need(choices[0]?.name ?? '', 'file', 'nor one for any other choice')
  }
  for (const metric of metrics) {
    if (!names.includes(`tune.${metric}`) && !names.includes(`evaluate.${metric}`)) {
      need(metric, 'file', 'which the objective or a claim asks for')
    }
  }
}
