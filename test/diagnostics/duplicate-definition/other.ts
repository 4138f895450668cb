import { defineLayer } from 'espalier/define'

export const again = defineLayer({
  role: 'layer',
  kind: 'keep',
  summary: 'Keeps what comes.',
  options: { factor: { type: 'number', default: 1, minimum: 0, description: 'Of nothing.', 'x-open': true } },
  required: [],
  output: (_options, input) => input,
  cost: () => ({ parameters: 0, flops: 0 }),
  build: (_use, input) => input,
})
