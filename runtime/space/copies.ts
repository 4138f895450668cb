// The copies that a combinator with `times` and `body` asks for.
import type { Part, Sharing, Walk } from './combinator.js'
import { Rejection } from './module-tree.js'
import { moduleOf } from './modules.js'

/** `times` copies of `body`. @throws Rejection unless `times` is an integer of at least 1 */
export function copiesOf(walk: Walk, share: Sharing): readonly Part[] {
  const times = walk.option('times')
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1) {
    const { path, at } = walk.component
    throw new Rejection(`'times' is ${String(times)}, an integer of at least 1 was expected`, path, at)
  }
  const module = moduleOf(walk.component, walk.written('body'))
  return Array.from({ length: times }, (_, index) => ({ module, copy: { index, share } }))
}
