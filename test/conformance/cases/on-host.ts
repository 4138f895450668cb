// What WebGPU leaves to the host, as ONNX Runtime's profile shows it in test/gpu/operators.test.ts; that suite fails where this
// table says too much or too little. ONNX Runtime's own word for each at level `info`: `webgpu kernel not found in
// registries for Op type: …`. None of the operators is refused.

const none = 'no kernel'
const int64 = 'no kernel for int64'
const float64 = 'no kernel for float64'

/** Reasons by the ONNX node, for each operator and the element types that it goes from and to. */
export const onHost: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'cast float32→float64': { Cast: float64 },
  'cast float64→float32': { Cast: float64 },
  'cast int64→float32': { Cast: int64 },
  'cumulative_sum int64→int64': { CumSum: int64 },
  'equal int64→bool': { Equal: int64 },
  'expand float64→float64': { Expand: float64 },
  'gather_nd float32→float32': { Cast: int64 },
  'greater_or_equal int64→bool': { GreaterOrEqual: int64 },
  'gru float32→float32': { Scan: none },
  'index_add float32→float32': { Cast: int64, Unsqueeze: int64 },
  'is_nan float32→bool': { IsNaN: none },
  'less_or_equal int64→bool': { LessOrEqual: int64 },
  'linearized_gru float32→float32': { Scan: none },
  'linearized_lstm float32→float32': { Scan: none },
  'lstm float32→float32': { Scan: none },
  'max_unpool float32→float32': { MaxUnpool: none, Reshape: int64 },
  'modulo float32→float32': { Mod: none, Xor: none },
  'modulo int32→int32': { Mod: none },
  'multiply float64→float64': { Mul: float64 },
  'or bool→bool': { Or: none },
  'reshape float64→float64': { Reshape: float64 },
  'reshape int64→int64': { Reshape: int64 },
  'round float32→float32': { Round: none },
  'scatter_nd_add float32→float32': { Cast: int64 },
  'top_k int64→int64': { TopK: int64 },
  'xor bool→bool': { Xor: none },
  // Around a pooling, which the provider wants with its channels last: the places go along.
  inserted: { Transpose: int64 },
}
