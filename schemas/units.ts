// Branded scalars: a quantity with a unit cannot be passed where another is expected.

declare const unit: unique symbol
type Branded<Name extends string> = number & { readonly [unit]: Name }

export type Steps = Branded<'steps'>
export type Epochs = Branded<'epochs'>
export type Seconds = Branded<'seconds'>
export type Bytes = Branded<'bytes'>
/** Between 0 and 1. */
export type Fraction = Branded<'fraction'>
/** A non-negative integer below 2^53. */
export type Seed = Branded<'seed'>

export const steps = (value: number): Steps => value as Steps
export const epochs = (value: number): Epochs => value as Epochs
export const seconds = (value: number): Seconds => value as Seconds
export const bytes = (value: number): Bytes => value as Bytes
export const fraction = (value: number): Fraction => value as Fraction
export const seed = (value: number): Seed => value as Seed
