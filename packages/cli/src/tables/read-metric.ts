import type { JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'

export const metricAbout =
  'count, or sum:COLUMN, avg:COLUMN, min:COLUMN, max:COLUMN, distinct:COLUMN; NAME= before it names it in the result.'

/** Reads what is counted or added up, e.g. `total=sum:amount`, under the name that it has in the result. */
export function readMetric(text: string): JsonObject {
  const [, name, metric = '', column] = /^(?:(\w+)=)?(\w+)(?::(.+))?$/.exec(text) ?? []
  if (metric === 'count' && column === undefined) return { [name ?? 'count']: { count: true } }
  if (/^(sum|avg|min|max|distinct)$/.test(metric) && column !== undefined) return { [name ?? `${metric}_${column}`]: { [metric]: column } }
  throw usageError(`"${text}" cannot be counted or added up. There are ${metricAbout}`)
}
