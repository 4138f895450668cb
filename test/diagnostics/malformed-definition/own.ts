// Each is wrong in its own way.
const whole = {
  role: 'layer',
  summary: 'Keeps what comes.',
  options: {},
  required: [],
  output: () => undefined,
  cost: () => undefined,
  build: () => undefined,
}
export const capital = { ...whole, kind: 'Keep' }
export const claim = { ...whole, role: 'claim', kind: 'a' }
export const layr = { ...whole, role: 'layr', kind: 'a' }
export const silent = { ...whole, kind: 'b', summary: '' }
export const misspelt = { ...whole, kind: 'c', options: { size: { type: 'number', description: 'A.', minimun: 1 } } }
export const mistyped = { ...whole, kind: 'd', options: { size: { type: 'float', description: 'A.' } } }
export const standard = { ...whole, kind: 'e', options: { size: { type: 'integer', default: 1.5, description: 'A.' } } }
export const wanting = { ...whole, kind: 'f', required: ['size'] }
export const idle = { ...whole, kind: 'g', build: undefined }
export const metric = { ...whole, role: 'metric', kind: 'h', direction: 'up', needs: 'scores', start: () => undefined }
