// The file of a frozen model, whole: with weights that lie in files beside it, and the digest of all of them.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { RunError, SpecError } from '../../../schemas/diagnostic.js'
import { externalFiles, inlineWeights, weightsMissing } from '../../onnx/external-data.js'
import type { ModelMessage } from '../../onnx/messages.js'
import { parseModel } from '../../onnx/parse-model.js'
import { signatureOf, type Signature } from '../../onnx/signature.js'
import { digestOf, digestOfBytes } from '../../support/digest.js'

/** A frozen model as it was read. */
export interface FrozenFile {
  /** As it is named. */
  readonly file: string
  /** Of the file, or of it and the files with its weights. */
  readonly sha256: string
  /** With all weights inside. */
  readonly model: ModelMessage
  readonly signature: Signature
  readonly metadata: Readonly<Record<string, string>>
}

/** Bytes that one message of protobuf can hold. */
const largest = 2 ** 31 - 2 ** 20

/**
 * Reads `file`, a path relative to `root`.
 * @throws SpecError `file-not-found`, `file-outside-project`; RunError `model-unreadable`, `onnx-weights-missing`
 */
export function readFrozen(file: string, root: string): FrozenFile {
  const bytes = readWithin(file, root)
  if (bytes === undefined) {
    throw new SpecError('file-not-found', `there is no model file '${file}'`, {
      hint: 'a path counts from the file that names it; the one above counts from the project folder',
    })
  }
  const parsed = parseModel(bytes)
  const signature = signatureOf(parsed)
  const weights = readWeights(externalFiles(parsed), dirname(file), root)
  const sizes = [bytes, ...weights.values()].map(({ length }) => length)
  if (sizes.reduce((sum, size) => sum + size, 0) > largest) throw tooLarge(file)
  const digests = [...weights].map(([name, content]) => [name, digestOfBytes(content)])
  return {
    file,
    sha256: weights.size === 0 ? digestOfBytes(bytes) : digestOf([digestOfBytes(bytes), ...digests]),
    model: inlineWeights(parsed, weights),
    signature,
    metadata: Object.fromEntries(
      (parsed.metadataProps ?? []).map(({ key, value }) => [key ?? '', value ?? '']),
    ),
  }
}

/** @throws RunError `onnx-weights-missing` */
function readWeights(
  names: readonly string[],
  folder: string,
  root: string,
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    names.map((name) => {
      const bytes = readWithin(`${folder}/${name}`, root)
      if (bytes === undefined) {
        throw weightsMissing(`the file '${name}' with weights of the model is not there`)
      }
      return [name, bytes] as const
    }),
  )
}

/** @throws SpecError `file-outside-project`; RunError `onnx-too-large` */
function readWithin(file: string, root: string): Uint8Array | undefined {
  const place = resolve(root, file)
  if (isAbsolute(file) || relative(root, place).startsWith('..')) {
    throw new SpecError('file-outside-project', `the model '${file}' lies outside the project folder`, {
      hint: 'copy the file into the project and name it by its path there',
    })
  }
  if (!existsSync(place) || !statSync(place).isFile()) return undefined
  if (statSync(place).size > largest) throw tooLarge(file)
  return readFileSync(place)
}

const tooLarge = (file: string): RunError =>
  new RunError('onnx-does-not-fit', 'data', `the model '${file}' is larger than 2 GiB with its weights`, {
    hint: 'what is exported is one file, and ONNX files end there: use a smaller model',
  })
