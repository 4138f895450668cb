// `espalier explain`: a page of help on a diagnostic code or on a component of the catalogue.
import { resolve } from 'node:path'
import { catalogue } from '../../runtime/catalogue.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import type { Definition } from '../../schemas/definition.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { isDefinition, problemOf } from '../code/definition-problem.js'
import { codes } from '../diagnostics/codes/index.js'
import { explainCode } from '../diagnostics/explain.js'
import { exits, type Call, type Command } from './command.js'
import { allowsCode, codeLoader } from './own-code.js'
import { pathWithin, projectOf } from './project-files.js'

/** @throws SpecError `unknown-topic` with the nearest topic; what `--use` cannot load */
export const command: Command = async (terminal, call) => {
  const topic = call.words[0] ?? ''
  const shipped = Object.values(catalogue).flatMap((members) => [...members.values()])
  const definitions = [...shipped, ...(await ownDefinitions(terminal.cwd, call))]
  const found = definitions.filter(({ kind }) => kind === topic)
  const pages = [explainCode(topic), ...found.map(pageOf)].filter((page) => page !== undefined)
  if (pages.length === 0) {
    const topics = [...codes.keys(), ...definitions.map(({ kind }) => kind)]
    throw new SpecError('unknown-topic', `there is no diagnostic code and no component called '${topic}'`, {
      hint: didYouMean(topic, topics),
    })
  }
  terminal.out(pages.join('\n'))
  return exits.done
}

/** What the files after `--use` define. @throws SpecError `code-not-loaded`, `malformed-definition` */
async function ownDefinitions(cwd: string, call: Call): Promise<readonly Definition[]> {
  const files = Array.isArray(call.options['use']) ? call.options['use'].map(String) : []
  if (files.length > 0 && !allowsCode(call)) {
    throw new SpecError('code-not-loaded', 'files after --use run only where you allow it', {
      hint: 'read them, then add --allow-code',
    })
  }
  const found: Definition[] = []
  for (const file of files) {
    const project = projectOf(resolve(cwd, file))
    const { exports } = await codeLoader(project.root)(pathWithin(project, resolve(cwd, file)))
    for (const [name, value] of Object.entries(exports)) {
      if (!isDefinition(value)) continue
      const problem = problemOf(value)
      if (problem !== undefined) {
        const message = `\`${name}\` of '${file}' ${problem.message}`
        throw new SpecError('malformed-definition', message, { hint: problem.hint })
      }
      found.push(value as unknown as Definition)
    }
  }
  return found
}

/** A component: what it is, its options with their defaults, where it comes from. */
function pageOf({ kind, role, summary, options, required, reference }: Definition): string {
  const rows = Object.entries(options).map(([name, schema]) => {
    const note = required.includes(name)
      ? 'required'
      : schema['default'] === undefined
        ? 'optional'
        : `default ${JSON.stringify(schema['default'])}`
    const open = schema['x-open'] === true ? ', may be a choice' : ''
    return `  ${name} (${typeOf(schema)}; ${note}${open})\n      ${String(schema['description'] ?? '')}`
  })
  const source = reference === undefined ? [] : [`source: ${reference}`]
  const list = rows.length === 0 ? ['no options'] : ['options:', ...rows]
  return [`${kind} (${role})`, '', summary, '', ...list, '', ...source, ''].join('\n')
}

function typeOf(schema: Definition['options'][string]): string {
  if (typeof schema['x-role'] === 'string') return String(schema['x-role'])
  const { enum: members, type } = schema
  if (Array.isArray(members)) return members.map((member) => JSON.stringify(member)).join(' | ')
  return Array.isArray(type) ? type.join(' or ') : String(type ?? 'value')
}
