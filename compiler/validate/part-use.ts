// Uses of `define:`: which parameters are given, and by what. What an argument must be is settled where its parameter is used.
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import { toJson, type LocatedEntry } from '../source/located-node.js'
import type { WrittenComponent } from './component.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import type { Part } from './parts.js'
import { describeValue, listWords } from './schema-words.js'
import type { Place, Walking } from './walking.js'

/** A use of `define:`: its arguments by name, or one bare value for its first parameter. */
export function visitPartUse(part: Part, written: WrittenComponent, place: Place, walking: Walking): void {
  walking.survey.definitionUses.push({ name: part.name, span: written.span, scope: place.scope })
  const given = new Set<string>()
  const [first] = part.parameters.keys()
  const { body } = written
  if (body !== undefined && body.kind !== 'map' && first !== undefined) {
    given.add(first)
    walking.argumentGiven(part.name, first, body, place)
  } else if (body !== undefined && body.kind !== 'map') {
    walking.report(
      finding(
        'wrong-type',
        body.span,
        `\`${part.name}\` is used with ${describeValue(toJson(body))}; it has no parameters.`,
        {
          hint: `write \`${part.name}\` alone`,
        },
      ),
    )
  }
  for (const entry of body?.kind === 'map' ? body.entries : []) {
    given.add(entry.key)
    if (part.parameters.has(entry.key)) walking.argumentGiven(part.name, entry.key, entry.value, place)
    else if (entry.key !== 'name') walking.report(unknownParameter(part, entry))
  }
  for (const [parameter, standard] of part.parameters) {
    if (given.has(parameter) || standard !== undefined) continue
    const message = `\`${part.name}\` needs the parameter \`${parameter}\`.`
    const related = { message: `\`${part.name}\` is defined here`, span: part.entry.keySpan }
    walking.report(
      finding('missing-option', written.span, message, { hint: `add \`${parameter}: …\``, related }),
    )
  }
}

function unknownParameter(part: Part, entry: LocatedEntry): Diagnostic {
  const names = [...part.parameters.keys()]
  return finding('unknown-option', entry.keySpan, `\`${part.name}\` has no parameter \`${entry.key}\`.`, {
    hint:
      didYouMean(entry.key, names) ??
      (names.length === 0 ? 'it takes none' : `its parameters are ${listWords(names)}`),
    related: { message: `\`${part.name}\` is defined here`, span: part.entry.keySpan },
  })
}
