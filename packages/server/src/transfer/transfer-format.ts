import { z } from 'zod'

export const transferFormat = z.enum(['csv', 'json', 'ndjson']).meta({ description: '`json` is a list, `ndjson` one object in a line.' })

export type TransferFormat = z.output<typeof transferFormat>

export const mediaTypes: Readonly<Record<TransferFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
}
