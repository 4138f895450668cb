// From a specified configuration to the recipe of its training: which components, with which options.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Specified } from '../space/search-space.js'
import * as losses from './losses/index.js'
import type { AnyLoss } from './losses/generative.js'
import * as optimizers from './optimizers/index.js'
import type { Optimizer } from './optimizers/optimizer.js'
import type { Resolved } from '../space/module-tree.js'
import { splitFrozen } from './frozen-head.js'
import type { Averaging } from './averaging/averaging.js'
import * as averagings from './averaging/index.js'
import type { Group } from './groups/group.js'
import { componentOption, componentsOption, hasOption, numberOption } from './options.js'
import * as parametrizations from './parametrizations/index.js'
import type { Parametrization } from './parametrizations/parametrization.js'
import { groupsOf } from './parametrize.js'
import type { Reparametrization } from './reparametrizations/reparametrization.js'
import * as schedules from './schedules/index.js'
import type { Schedule } from './schedules/schedule.js'
import type { Options } from './options.js'
import type { Recipe } from './training-recipe.js'

/** The graph's recipe for a training on `rows` rows: a batch never holds more than there are, nor do the batches of an update. */
export function recipeOf(specified: Specified, rows: number): Recipe {
  const { model, training } = trained(specified)
  const { definition, options } = training
  const { frozen, head } = splitFrozen(model)
  const batch = Math.min(numberOption(definition, options, 'batch_size'), rows)
  const accumulate = Math.min(
    optionalNumber(training, 'accumulate') ?? 1,
    Math.max(1, Math.floor(rows / batch)),
  )
  const [clipNorm, clipValue] = [
    optionalNumber(training, 'clip_norm'),
    optionalNumber(training, 'clip_value'),
  ]
  const optimizer = componentOption<Optimizer>(definition, options, 'optimizer', optimizers)
  const parametrization = hasOption(definition, options, 'parametrization')
    ? componentOption<Parametrization>(definition, options, 'parametrization', parametrizations)
    : undefined
  const groups = [
    ...componentsOption<Group>(options, 'groups'),
    ...(parametrization === undefined ? [] : groupsOf(parametrization, optimizer.definition)),
  ]
  const reparametrizations = componentsOption<Reparametrization>(options, 'reparametrize')
  return {
    model: head,
    ...(frozen === undefined ? {} : { frozen }),
    loss: componentOption<AnyLoss>(definition, options, 'loss', losses),
    optimizer,
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(clipValue === undefined ? {} : { clipValue }),
    batch,
    ...(accumulate === 1 ? {} : { accumulate }),
    ...(options['precision'] === 'mixed' ? { precision: 'mixed' as const } : {}),
    ...(groups.length === 0 ? {} : { groups }),
    ...(parametrization === undefined ? {} : { parametrization }),
    ...(reparametrizations.length === 0 ? {} : { reparametrizations }),
    ...(hasOption(definition, options, 'averaging')
      ? { averaging: componentOption<Averaging>(definition, options, 'averaging', averagings) }
      : {}),
  }
}

/** A number that may be left out. */
const optionalNumber = ({ definition, options }: Resolved, name: string): number | undefined =>
  hasOption(definition, options, name) ? numberOption(definition, options, name) : undefined

/** The schedule of a training. */
export function scheduleOf(specified: Specified): {
  readonly definition: Schedule
  readonly options: Options
} {
  const { definition, options } = trained(specified).training
  return componentOption<Schedule>(definition, options, 'schedule', schedules)
}

/** Model and training of a native configuration. @throws InvariantError for a foreign one */
export function trained(specified: Specified): Required<Pick<Specified, 'model' | 'training'>> {
  const { model, training } = specified
  if (model === undefined || training === undefined) {
    throw new InvariantError('a configuration without model or training reached the supervised procedure')
  }
  return { model, training }
}
