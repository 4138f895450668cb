// An arm that is a model file is measured as it is: nothing else about it can be changed.
import { finding } from '../../source/finding.js'
import { entryOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** Beside `model` an arm has a description at most. */
export const modelArm: Rule = ({ arms }) =>
  arms.flatMap(({ name, entry }) => {
    const model = entryOf(entry?.value, 'model')
    if (model === undefined || entry?.value.kind !== 'map') return []
    return entry.value.entries
      .filter(({ key }) => key !== 'model' && key !== 'description')
      .map(({ key, keySpan }) => {
        const message = `the arm \`${name}\` is a model file, which is measured as it is; \`${key}\` has no meaning in it.`
        const related = { message: '`model` stands here', span: model.keySpan }
        return finding('model-arm', keySpan, message, { hint: `delete \`${key}\``, related })
      })
  })
