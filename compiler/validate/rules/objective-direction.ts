// A loss is not maximized and an accuracy not minimized; who wants that has confused the two.
import { finding } from '../../source/finding.js'
import type { Rule } from './rule.js'

/** An objective agrees with the direction in which its metric is better. */
export const objectiveDirection: Rule = ({ survey, catalogue }) =>
  survey.metrics.flatMap(({ name, span, direction }) => {
    const definition = catalogue.metric.get(name)
    const better = definition !== undefined && 'direction' in definition ? definition.direction : undefined
    if (direction === undefined || (better !== 'maximize' && better !== 'minimize') || better === direction)
      return []
    const message = `the objective would ${direction} \`${name}\`, which is better when ${better === 'maximize' ? 'larger' : 'smaller'}.`
    return [finding('objective-direction', span, message, { hint: `write \`${better}: ${name}\`` })]
  })
