// The function that a `function` procedure calls is exported by one of the files under `use:`, and by no other.
import { nearest } from '../../../runtime/support/did-you-mean.js'
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { ExperimentNode, ValueNode } from '../nodes.js'
import type { Check } from './check.js'

export const unknownFunction: Check = ({ experiment, spaces }) =>
  spaces.flatMap(({ node: { training } }) => {
    const called = training.component === 'function' ? training.options['call'] : undefined
    return called === undefined ? [] : problemOf(called, experiment)
  })

function problemOf(called: ValueNode, { use }: ExperimentNode): readonly Diagnostic[] {
  const name = called.kind === 'literal' ? String(called.value) : ''
  const [first, second] = use.filter(({ functions }) => functions.includes(name))
  if (first !== undefined && second === undefined) return []
  if (first !== undefined && second !== undefined) {
    const message = `\`${first.path}\` and \`${second.path}\` both export a function \`${name}\`.`
    return [finding('unknown-function', called.span, message, { hint: 'rename one of them' })]
  }
  const known = use.flatMap(({ functions }) => functions)
  const near = nearest(name, known)
  const message =
    use.length === 0
      ? `there is no function \`${name}\`: the specification brings no code of its own.`
      : `no file under \`use:\` exports a function \`${name}\`.`
  return [finding('unknown-function', called.span, message, { hint: hintOf(near, known, name) })]
}

function hintOf(near: string | undefined, known: readonly string[], name: string): string {
  if (near !== undefined) return `did you mean \`${near}\`?`
  return known.length === 0
    ? `export it from a file, \`export function ${name}(configuration) { … }\`, and name the file with \`use:\``
    : `exported are ${known.map((each) => `\`${each}\``).join(', ')}`
}
