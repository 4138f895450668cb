// A `surrogate` procedure before a run: is its model there, readable, and does it take these choices and give these metrics?
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { decodeSignature } from '../../onnx/signature.js'
import { OptionError } from '../../procedures/option-error.js'
import type { Inspection } from '../inspection.js'
import { bindSurrogate, checkFit } from './bind.js'
import { surrogateOptions } from './options.js'

/** @throws OptionError `file-not-found`, `surrogate-does-not-fit`; RunError `model-unreadable` */
export const inspectSurrogate: Inspection = async ({ options, choices, metrics }, root) => {
  const read = surrogateOptions(options)
  const place = resolve(root, read.model)
  if (!existsSync(place)) {
    throw new OptionError('file-not-found', 'model', `there is no model file '${read.model}'`, hint)
  }
  const binding = bindSurrogate(decodeSignature(readFileSync(place)), read)
  checkFit(binding, choices, metrics, read)
}

const hint = 'a path counts from the file that names it; the one above counts from the project folder'
