// Every list that was read as a choice is listed, so that none is one by surprise.
import { finding } from '../../source/finding.js'
import { decisionsOf } from '../decisions.js'
import type { Check } from './check.js'

export const listedChoice: Check = ({ spaces, catalogue }) => {
  const seen = new Set<string>()
  return spaces.flatMap(({ node }) =>
    decisionsOf(node, catalogue).flatMap(({ path, span, listed, domain }) => {
      const key = `${span.file}:${span.start.offset}`
      if (!listed || seen.has(key)) return []
      seen.add(key)
      const count =
        domain.kind === 'values' ? domain.values.length : domain.kind === 'names' ? domain.names.length : 0
      return [
        finding('listed-choice', span, `the list of ${count} values of '${path}' is read as a choice`, {
          severity: 'note',
        }),
      ]
    }),
  )
}
