import { usageError } from '../cli-error.ts'

const formats = ['csv', 'json', 'ndjson'] as const

export const formatOption = {
  format: {
    type: 'text',
    value: 'FORMAT',
    choices: formats,
    about: 'What the file holds; ndjson has one object in a line.',
    fallback: 'by the end of the file name',
    short: 'f',
  },
} as const

/** The format that is said, or that the name of the file says. */
export function formatOf(given: string | undefined, file: string): string {
  if (given !== undefined) return given
  const end = /\.(csv|json|ndjson|jsonl|tsv)$/i.exec(file)?.[1]?.toLowerCase()
  if (end === undefined) throw usageError(`"${file}" does not say what it holds: add --format csv, json or ndjson.`)
  return end === 'jsonl' ? 'ndjson' : end === 'tsv' ? 'csv' : end
}
