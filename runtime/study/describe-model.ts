// Reads a model file for the compiler: its digest, whether it fits the data of a task, and which of their rows it was trained on.
// Opens no session: nothing native is loaded.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { SpecError } from '../../schemas/diagnostic.js'
import type { ModelDescriptor } from '../../schemas/model-descriptor.js'
import { describeData } from '../data/describe.js'
import { loadData, type DataSource } from '../data/load.js'
import { bindModel } from '../model/pretrained/bind.js'
import { rowsSeenBy, tellsAllRows } from '../model/pretrained/fingerprints.js'
import { servesOf } from '../model/pretrained/serves.js'
import { decodeModel } from '../onnx/decode.js'
import { digestOfBytes } from '../support/digest.js'

/** Lays a model file against the data of one task. @throws EspalierError file-not-found, file-outside-project, model-unreadable, model-does-not-fit */
export async function describeModel(file: string, data: DataSource, root: string): Promise<ModelDescriptor> {
  const bytes = readModel(file, root)
  const summary = decodeModel(bytes)
  const dataset = await loadData(data, { root })
  const binding = bindModel(summary, describeData(dataset))
  const names = binding.columns.map(({ name }) => name)
  const seen = rowsSeenBy(summary.metadata, names, dataset)
  return {
    sha256: digestOfBytes(bytes),
    serves: servesOf(binding),
    ...(seen === undefined ? {} : { seen }),
    ...(seen === undefined || tellsAllRows(summary.metadata) ? {} : { seenInPart: true }),
  }
}

function readModel(file: string, root: string): Uint8Array {
  const place = resolve(root, file)
  if (isAbsolute(file) || relative(root, place).startsWith('..')) {
    throw new SpecError('file-outside-project', `the model '${file}' lies outside the project folder`, {
      hint: 'copy the file into the project and name it by its path there',
    })
  }
  if (!existsSync(place) || !statSync(place).isFile()) {
    throw new SpecError('file-not-found', `there is no model file '${file}'`, {
      hint: 'copy it from a run: cp runs/<run>/models/<arm>.onnx models/',
    })
  }
  return readFileSync(place)
}
