import { root } from '../diagnostics.test.ts'
export const keep = root
