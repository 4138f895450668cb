// Weights that lie in files beside a model file, brought into the model itself.
// ONNX: "External Data", TensorProto.external_data with the keys location, offset and length.
import proto from 'onnx-proto'
import { RunError } from '../../schemas/diagnostic.js'
import { mapGraph } from './map-graph.js'
import type { ModelMessage, TensorMessage } from './messages.js'

/** Names of the files that hold weights, each once, as the model writes them: relative to its own folder. */
export function externalFiles(model: ModelMessage): readonly string[] {
  const found = new Set<string>()
  mapGraph(model.graph ?? {}, {
    tensor: (tensor) => {
      const { location } = entriesOf(tensor)
      if (isExternal(tensor) && location !== undefined) found.add(location)
      return tensor
    },
  })
  return [...found]
}

/** The model with all weights inside; `files` holds those of {@link externalFiles}. @throws RunError `onnx-weights-missing` */
export function inlineWeights(model: ModelMessage, files: ReadonlyMap<string, Uint8Array>): ModelMessage {
  if (files.size === 0) return model
  return {
    ...model,
    graph: mapGraph(model.graph ?? {}, {
      tensor: (tensor) => (isExternal(tensor) ? inlined(tensor, files) : tensor),
    }),
  }
}

function inlined(tensor: TensorMessage, files: ReadonlyMap<string, Uint8Array>): TensorMessage {
  const { location = '', offset = '0', length } = entriesOf(tensor)
  const bytes = files.get(location)
  if (bytes === undefined)
    throw weightsMissing(`the file '${location}' with weights of the model is not there`)
  const start = Number(offset)
  const end = length === undefined ? bytes.length : start + Number(length)
  if (!(start <= end && end <= bytes.length)) {
    const held = `it holds ${String(bytes.length)} bytes, and '${tensor.name ?? ''}' ends at ${String(end)}`
    throw weightsMissing(`the file '${location}' with weights of the model is too short: ${held}`)
  }
  return {
    ...tensor,
    externalData: [],
    dataLocation: proto.onnx.TensorProto.DataLocation.DEFAULT,
    rawData: bytes.subarray(start, end),
  }
}

/** What is said of weights that cannot be found. */
export const weightsMissing = (message: string): RunError =>
  new RunError('onnx-weights-missing', 'data', message, {
    hint: 'put it beside the model file, or save the model as one file',
  })

const isExternal = ({ dataLocation, externalData }: TensorMessage): boolean =>
  dataLocation === proto.onnx.TensorProto.DataLocation.EXTERNAL || (externalData ?? []).length > 0

const entriesOf = ({ externalData }: TensorMessage): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries((externalData ?? []).map(({ key, value }) => [key ?? '', value ?? '']))
