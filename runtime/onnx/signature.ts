// What goes into a model file and what comes out, with types and shapes: read from the file, without a session.
import type proto from 'onnx-proto'
import { notAModel, parseModel } from './parse-model.js'
import { elementCodes, type ElementType } from '../tensor/tensor-type.js'

/** One input or output. */
export interface SignatureEntry {
  readonly name: string
  /** Absent where it is no tensor, or of a type that we do not handle. */
  readonly element?: ElementType
  /** An axis without a fixed length is undefined; the whole is undefined where the file states no shape. */
  readonly shape?: readonly (number | undefined)[]
}

/** Inputs that must be fed, and outputs. */
export interface Signature {
  readonly inputs: readonly SignatureEntry[]
  readonly outputs: readonly SignatureEntry[]
  /** Whether weights lie in files of their own. */
  readonly hasExternalData: boolean
}

const elementOf = new Map<number, ElementType>(
  (Object.keys(elementCodes) as ElementType[]).map((element) => [elementCodes[element], element]),
)

/** Reads the signature of a model. @throws RunError `model-unreadable` */
export const decodeSignature = (bytes: Uint8Array): Signature => signatureOf(parseModel(bytes))

/** The same of a model that was parsed. @throws RunError `model-unreadable` */
export function signatureOf({ graph }: proto.onnx.IModelProto): Signature {
  if (graph === undefined || graph === null || (graph.output ?? []).length === 0) throw notAModel()
  const initializers = graph.initializer ?? []
  const filled = new Set(initializers.map(({ name }) => name))
  return {
    inputs: (graph.input ?? []).filter(({ name }) => !filled.has(name)).map(entryOf),
    outputs: (graph.output ?? []).map(entryOf),
    hasExternalData: initializers.some(({ externalData }) => (externalData ?? []).length > 0),
  }
}

function entryOf({ name, type }: proto.onnx.IValueInfoProto): SignatureEntry {
  const tensor = type?.tensorType
  const element = elementOf.get(tensor?.elemType ?? 0)
  const dims = tensor?.shape?.dim
  return {
    name: name ?? '',
    ...(element === undefined ? {} : { element }),
    ...(dims === undefined || dims === null ? {} : { shape: dims.map(lengthOf) }),
  }
}

const lengthOf = ({ dimValue }: proto.onnx.TensorShapeProto.IDimension): number | undefined =>
  dimValue === undefined || dimValue === null || Number(dimValue) <= 0 ? undefined : Number(dimValue)
