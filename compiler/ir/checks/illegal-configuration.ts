// Configurations that the author wrote down (`enqueue`, `fixed`) must be of the space, every choice legal.
import { EspalierError, type Diagnostic } from '../../../schemas/diagnostic.js'
import { Rejection, replay, type Configuration } from '../../../runtime/catalogue.js'
import { BrokenCodeError } from '../../source/broken-code.js'
import { finding } from '../../source/finding.js'
import type { Check } from './check.js'

export const illegalConfiguration: Check = ({ spaces }) =>
  spaces.flatMap(({ space, arms }) =>
    arms.flatMap(({ enqueue, fixed, name }) =>
      [...enqueue, ...(fixed === undefined ? [] : [fixed])].flatMap(
        ({ configuration, span }): Diagnostic[] => {
          try {
            replay(space, configuration as Configuration)
            return []
          } catch (error) {
            if (error instanceof BrokenCodeError) throw error
            if (!(error instanceof Rejection) && !(error instanceof EspalierError)) throw error
            const hint = error instanceof EspalierError ? error.hint : undefined
            const message = `a configuration of arm '${name}' is not of its space: ${error.message}`
            return [finding('illegal-configuration', span, message, { hint })]
          }
        },
      ),
    ),
  )
