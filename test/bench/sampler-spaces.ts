// The search spaces of the samplers' benchmark, in any number of dimensions, and what a configuration of them is worth.
import { cellsOf } from '../../runtime/samplers/cells.js'
import type { Open } from '../../runtime/space/component.js'
import * as make from '../../runtime/space/constructors.js'
import type { Hyperparameter, SearchSpace, Specified } from '../../runtime/space/search-space.js'
import { spaceOf } from '../support/spaces.js'

type Domains = readonly ((name: string) => Open)[]

const real = (name: string): Open => make.uniform(name, 0, 1)
const listed = (name: string): Open => make.oneOf(name, [8, 16, 32, 64, 128])

const every: Domains = [
  real,
  (name) => make.logUniform(name, 1e-5, 1e-1),
  (name) => make.int(name, 1, 1000),
  (name) => make.oneOf(name, ['sgd', 'momentum', 'adam', 'lion']),
  (name) => make.logInt(name, 4, 400),
  listed,
  (name) => make.normal(name, 0, 2),
]

/** Spaces by name: `conditional` has a choice of two branches, half of the other decisions in each. */
export const benchSpaces: Readonly<Record<string, (dimensions: number) => SearchSpace>> = {
  real: (dimensions) => spaceOf({ hyperparameters: inTurns([real], dimensions) }),
  listed: (dimensions) => spaceOf({ hyperparameters: inTurns([listed], dimensions) }),
  mixed: (dimensions) => spaceOf({ hyperparameters: inTurns(every, dimensions) }),
  conditional: (dimensions) => spaceOf({ hyperparameters: branching(dimensions) }),
}

const inTurns = (domains: Domains, dimensions: number): readonly Hyperparameter[] =>
  Array.from({ length: dimensions }, (_, index) => {
    const name = `x${String(index)}`
    return make.hyperparameter(name, (domains[index % domains.length] ?? real)(name))
  })

function branching(dimensions: number): readonly Hyperparameter[] {
  const branch = make.hyperparameter('branch', make.oneOf('branch', ['even', 'odd']))
  const others = inTurns(every, dimensions - 1).map((hyperparameter, index) => ({
    ...hyperparameter,
    when: ({ branch: taken }: Readonly<Record<string, unknown>>) =>
      taken === (index % 2 === 0 ? 'even' : 'odd'),
  }))
  return [branch, ...others]
}

/** Thin enough that no two of a sampler's own cells fall into one. */
const cells = 64

/** Mean over the decisions of the squared distance to 0.3 of each range, by shares of probability: smooth, one optimum, less is better. */
export function worthOf({ decisions, configuration }: Specified): number {
  let sum = 0
  for (const { path, domain } of decisions) {
    const { count, cellOf } = cellsOf(domain, cells)
    const share = (cellOf(configuration[path] ?? 0) + 0.5) / count
    sum += (share - 0.3) * (share - 0.3)
  }
  return sum / Math.max(1, decisions.length)
}
