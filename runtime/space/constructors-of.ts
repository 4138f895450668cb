// Constructors for a whole registry at once, each typed by its definition.
import type { Definition } from '../../schemas/definition.js'
import { use, type Constructor } from './constructors.js'

/** The constructor of each definition of a registry, under the same name. */
export type ConstructorsOf<Members> = {
  readonly [Name in keyof Members]: Members[Name] extends Definition ? Constructor<Members[Name]> : never
}

/** `const { conv2d, flatten } = constructorsOf(layers)` */
export const constructorsOf = <Members extends object>(members: Members): ConstructorsOf<Members> =>
  Object.fromEntries(
    Object.entries(members as Readonly<Record<string, Definition>>).map(([name, member]) => [
      name,
      use(member),
    ]),
  ) as ConstructorsOf<Members>
