// The clock of one search: virtual slots, each busy for the declared cost of what runs in it. Decisions follow it instead of the
// wall clock, so that the number of workers, their speed and their failures leave no trace in a study.
import { InvariantError } from '../../schemas/diagnostic.js'

/** Something that runs in virtual time. */
interface Running {
  readonly item: number
  readonly finish: number
  readonly sequence: number
}

/** Virtual slots and what runs in them. With equal costs the start of item k sees the finishes of items 0 … k − slots. */
export class VirtualClock {
  private readonly running: Running[] = []
  private now = 0
  private sequence = 0

  constructor(private readonly slots: number) {
    if (!(slots >= 1)) throw new InvariantError(`a virtual clock needs at least one slot, got ${slots}`)
  }

  /** Whether another item can start now. */
  get hasFreeSlot(): boolean {
    return this.running.length < this.slots
  }

  get isIdle(): boolean {
    return this.running.length === 0
  }

  /** Starts an item now; it takes `duration` of virtual time. */
  start(item: number, duration: number): void {
    if (!this.hasFreeSlot) throw new InvariantError('no virtual slot is free')
    const entry = { item, finish: this.now + duration, sequence: this.sequence }
    this.sequence += 1
    let place = this.running.length
    while (place > 0 && comesAfter(this.running[place - 1], entry)) place -= 1
    this.running.splice(place, 0, entry)
  }

  /** The item that finishes next: earliest in virtual time, then in order of start. */
  next(): number | undefined {
    return this.running[0]?.item
  }

  /** Lets an item finish: the next one, unless results are taken in order of arrival. */
  finish(item: number): void {
    const place = this.running.findIndex((entry) => entry.item === item)
    const entry = this.running[place]
    if (entry === undefined) throw new InvariantError(`item ${item} does not run`)
    this.running.splice(place, 1)
    this.now = Math.max(this.now, entry.finish)
  }
}

const comesAfter = (a: Running | undefined, b: Running): boolean =>
  a !== undefined && (a.finish > b.finish || (a.finish === b.finish && a.sequence > b.sequence))
