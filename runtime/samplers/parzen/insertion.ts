// Where an item goes in a sorted list.

/** How many items of a sorted list come before a new one; `precedes` holds for a beginning of the list and for nothing after it. */
export function placeAmong(sorted: readonly number[], precedes: (item: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = sorted[middle]
    if (item !== undefined && precedes(item)) low = middle + 1
    else high = middle
  }
  return low
}
