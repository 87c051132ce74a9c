export type TransferFormat = 'csv' | 'json' | 'ndjson'

export interface FileFacts {
  readonly format: TransferFormat
  readonly delimiter?: ';' | '\t'
}

/** By the name of a file and its first line: spreadsheets of half of Europe write semicolons. */
export function readFormat(name: string, beginning: string): FileFacts {
  if (/\.(?:ndjson|jsonl)$/i.test(name)) return { format: 'ndjson' }
  const text = beginning.trimStart()
  if (/\.json$/i.test(name)) return { format: text.startsWith('{') ? 'ndjson' : 'json' }
  const [line = ''] = text.split('\n', 1)
  const delimiter = ([';', '\t'] as const).find((sign) => line.includes(sign) && !line.includes(','))
  return { format: 'csv', ...(delimiter !== undefined && { delimiter }) }
}

/** A name for a table, of the name of its file. */
export function tableNameOf(fileName: string): string {
  const words = fileName
    .replace(/\.\w+$/, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^[_\d]+|_+$/g, '')
  return words.toLowerCase().slice(0, 63)
}
