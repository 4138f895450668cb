// `space` and `train` describe native models; a foreign procedure brings its own.
import { finding } from '../../source/finding.js'
import { entryOf } from '../../source/located-node.js'
import { foreignProcedure, type Rule } from './rule.js'

/** No arm with a foreign procedure has `space` or `train`. */
export const misplacedSection: Rule = (context) =>
  context.arms.flatMap((arm) => {
    const kind = foreignProcedure(arm, context)
    if (kind === undefined) return []
    return ['space', 'train'].flatMap((section) => {
      const entry = entryOf(arm.merged, section)
      if (entry === undefined) return []
      const message = `\`${section}\` describes native models, but the procedure is \`${kind}\`.`
      const hint = 'move open values to `hyperparameters:` and delete the section'
      return [finding('misplaced-section', entry.keySpan, message, { hint })]
    })
  })
