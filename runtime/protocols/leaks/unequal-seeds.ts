// Leak rule: arms that train with different seeds, or with more of them.
import type { LeakArm, LeakRule } from './leak-rule.js'

const code = 'unequal-seeds'

/** Units of one pair key have the same training seeds in all arms: their differences are not luck. */
export const unequalSeeds: LeakRule = {
  code,
  summary: 'Arms train with different seeds.',
  check: ({ arms }) => {
    const [first, ...others] = arms
    const wanted = first === undefined ? '' : seedsOf(first)
    const other = others.find((arm) => arm.cells !== first?.cells && seedsOf(arm) !== wanted)
    if (first !== undefined && other !== undefined) {
      return {
        rule: code,
        status: 'violated',
        message: `arm '${other.name}' trains with other seeds than arm '${first.name}'`,
        hint: 'let all arms share `protocol`',
      }
    }
    const statement = 'All arms train with the same seeds in each replicate (seeds compared).'
    return { rule: code, status: 'proved', statement }
  },
}

const seedsOf = ({ cells }: LeakArm): string =>
  JSON.stringify(
    cells.map(({ tuning, evaluation }) =>
      [tuning, ...evaluation].map(({ pairKey, phase, seeds }) => [pairKey, phase, seeds]),
    ),
  )
