import type { Json } from '@millrace/engine'
import { isExpressionText } from '../expression/convert-text.ts'
import type { NodeContext } from '../node-context.ts'
import { isFields } from '../read-value.ts'
import { whole } from './converter.ts'

/** A JSON text whose values may be expressions, as a value: `{ "id": "{{ $json.id }}", "tags": {{ $json.tags }} }`. */
export function jsonTemplate(context: NodeContext, written: unknown, label: string): Json {
  if (typeof written !== 'string') return context.value(written ?? null, label)
  const plain = parsedJson(written.replace(/^=/, ''))
  if (plain !== undefined) return isExpressionText(written) ? marked(context, plain, label) : plain
  if (!isExpressionText(written)) return context.value(written, label)
  const only = /^=\s*(\{\{[\s\S]*\}\})\s*$/.exec(written)?.[1]
  if (only !== undefined && !/\}\}[\s\S]*\{\{/.test(only)) return stringified(context.value(`=${only}`, label))
  // An expression that stands where a value belongs is put into quotes, and remembered as one.
  const quoted = parsedJson(quoteExpressions(written.slice(1)))
  return quoted === undefined ? context.value(written, label) : marked(context, quoted, label)
}

const mark = '\uE000'

function quoteExpressions(text: string): string {
  let inText = false
  let result = ''
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === '{' && text[index + 1] === '{') {
      const close = text.indexOf('}}', index)
      const end = close < 0 ? text.length : close + 2
      const expression = JSON.stringify(text.slice(index, end)).slice(1, -1)
      result += inText ? expression : `"${mark}${expression}"`
      index = end - 1
    } else {
      if (inText && character === '\\') {
        result += character + (text[++index] ?? '')
        continue
      }
      if (character === '"') inText = !inText
      result += character
    }
  }
  return result
}

function marked(context: NodeContext, value: Json, label: string): Json {
  if (typeof value === 'string') return value.includes('{{') ? stringified(context.value(`=${value.replace(mark, '')}`, label)) : value
  if (Array.isArray(value)) return value.map((one) => marked(context, one, label))
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(context, inner as Json, `${label} ${key}`)]))
}

/** JSON is what it becomes anyway, so `JSON.stringify(x)` in its place is `x`. */
function stringified(value: Json): Json {
  if (typeof value !== 'string') return value
  const inside = /^\{\{ JSON\.stringify\(([\w.?[\]"]+)\) \}\}$/.exec(value)?.[1]
  return inside === undefined ? value : whole(inside)
}

/** A list or map; a text that only looks like JSON is none. */
export function parsedJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return typeof value === 'object' ? value : undefined
  } catch {
    // Not JSON: the caller has another way to read it.
    return undefined
  }
}
