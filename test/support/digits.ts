// Whether the optional package of digits is there: what needs it is skipped visibly elsewhere.
import { createRequire } from 'node:module'

/** Whether `mnist` is installed. */
export const hasDigits = (() => {
  try {
    createRequire(import.meta.url).resolve('mnist/package.json')
    return true
  } catch {
    return false
  }
})()
