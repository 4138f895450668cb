// Which way a metric is good, by its name.
import * as metrics from './index.js'

/** Direction of a metric of the catalogue; what we do not know is taken to be better when higher. */
export function metricDirection(kind: string): 'maximize' | 'minimize' {
  const found = Object.values(metrics).find((metric) => metric.kind === kind)
  return found?.direction ?? 'maximize'
}
