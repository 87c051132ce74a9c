export type TransferFormat = 'csv' | 'json' | 'ndjson'

export interface FileFacts {
  readonly format: TransferFormat
  readonly delimiter?: '\t'
}

/** By the name of a file and how it begins. What stands between the cells of CSV the server finds. */
export function readFormat(name: string, beginning: string): FileFacts {
  if (/\.(?:ndjson|jsonl)$/i.test(name)) return { format: 'ndjson' }
  const text = beginning.trimStart()
  if (/\.json$/i.test(name)) return { format: text.startsWith('{') ? 'ndjson' : 'json' }
  return { format: 'csv', ...(/\.tsv$/i.test(name) && { delimiter: '\t' }) }
}

/** A name for a table, of the name of its file. */
export function tableNameOf(fileName: string): string {
  const words = fileName
    .replace(/\.\w+$/, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^[_\d]+|_+$/g, '')
  return words.toLowerCase().slice(0, 63)
}
