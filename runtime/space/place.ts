// Where a copy of a body stands: how paths of the plan become paths of decisions and scopes of parameters.
import type { Sharing } from './combinator.js'

/** Paths that begin with `from` begin with `decisions`, or as scopes of parameters with `parameters`, instead. */
export interface Place {
  readonly from: string
  readonly decisions: string
  readonly parameters: string
}

/** Outside all copies. */
export const rootPlace: Place = { from: '', decisions: '', parameters: '' }

/** The actual form of a path of the plan. */
export const actualPath = (to: string, place: Place, path: string): string =>
  place.from !== '' && path.startsWith(place.from) ? to + path.slice(place.from.length) : path

/** The place of one copy of the body of the component at `path`. */
export function copyPlace(
  place: Place,
  path: string,
  copy: { readonly index: number; readonly share: Sharing },
): Place {
  const decisions = actualPath(place.decisions, place, path)
  const parameters = actualPath(place.parameters, place, path)
  const index = `[${copy.index}]`
  switch (copy.share) {
    case 'nothing':
      return { from: `${path}[*]`, decisions: decisions + index, parameters: parameters + index }
    case 'choices':
      return { from: path, decisions, parameters: parameters + index }
    case 'weights':
      return { from: path, decisions, parameters }
  }
}
