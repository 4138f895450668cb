import { helper } from './helper'
export const keep = helper
