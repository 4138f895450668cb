// The measurements as a JSON array of flat objects: what data frames read as they stand.
import type { Result } from '../../../schemas/result.js'

/** One tidy row a line; a missing value is null. */
export const writeRows = ({ measurements }: Pick<Result, 'measurements'>): string =>
  measurements.length === 0 ? '[]\n' : `[\n${measurements.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`
