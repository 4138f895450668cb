export interface Sized {
  readonly name: string
  readonly bytes: number
  readonly foreign: number
}
export interface Installation {
  readonly packages: readonly Sized[]
  readonly total: number
  readonly foreign: number
  readonly optional: readonly Sized[]
}
export function installation(root: string, platform?: string, arch?: string): Installation
export function megabytes(bytes: number): string
export function listing(found: Installation, platform?: string): readonly string[]
