import type { Json, PlaceChange } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import { readPath } from './read-path.ts'

/** The change that an option of `workflow edit` asks for; none for options that ask for no change. */
export function parseChange(option: string, text: string): readonly PlaceChange[] {
  switch (option) {
    case 'set': {
      const { path, value } = parsePair(option, text, 'VALUE')
      return [{ type: 'set', path, value: readValue(value) }]
    }
    case 'rename': {
      const { path, value } = parsePair(option, text, 'KEY')
      return [{ type: 'rename', path, to: value }]
    }
    case 'delete': {
      const { path, end } = readPath(text)
      if (path.length === 0 || end < text.length) throw badPath(option, text, end)
      return [{ type: 'delete', path }]
    }
    default:
      return []
  }
}

function parsePair(option: string, text: string, what: string) {
  const { path, end } = readPath(text)
  if (path.length === 0) throw badPath(option, text, end)
  if (end === text.length) throw usageError(`--${option} ${text} lacks its ${what}: --${option} PATH=${what}.`)
  if (text[end] !== '=') throw badPath(option, text, end)
  return { path, value: text.slice(end + 1) }
}

function badPath(option: string, text: string, end: number) {
  const place = end === 0 ? 'begins with no path' : `is no path after "${text.slice(0, end)}"`
  return usageError(
    `--${option} ${text} ${place}: write keys with dots between, such as nodes.charge.with.url or nodes.each.with.items[0].`,
  )
}

/** JSON if it is, else the text: `3` is a number, `GET` a text, `"3"` a text too. */
function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json // What JSON.parse returns is JSON.
  } catch {
    return text
  }
}
