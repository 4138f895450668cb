// The one place where the bytes of a model file become a message, and where a message that is not of our making becomes bytes.
import proto from 'onnx-proto'
import { RunError } from '../../schemas/diagnostic.js'

/** Decodes a model file; what is in it is not checked. @throws RunError `model-unreadable` */
export function parseModel(bytes: Uint8Array): proto.onnx.IModelProto {
  try {
    return proto.onnx.ModelProto.decode(bytes)
  } catch (error) {
    throw notAModel(error)
  }
}

/** The bytes of a model file. */
export const bytesOfModel = (model: proto.onnx.IModelProto): Uint8Array =>
  proto.onnx.ModelProto.encode(model).finish()

/** What is said of a file that is no model. */
export const notAModel = (cause?: unknown): RunError =>
  new RunError('model-unreadable', 'data', 'the file is no ONNX model', { cause })
