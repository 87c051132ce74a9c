import { isJsonObject, type Json } from '@millrace/engine'
import { type Layout, layoutParts } from '@millrace/runtime'

/** A line for each entry, in one order, so that moving a node changes one line. Undefined where there is nothing to keep. */
export function layoutText(layout: Layout): string | undefined {
  const parts = layoutParts.flatMap((part) => {
    const entries = sorted(layout[part]).map(([key, value]) => `    ${JSON.stringify(key)}: ${lineOf(value)}`)
    return entries.length === 0 ? [] : [`  ${JSON.stringify(part)}: {\n${entries.join(',\n')}\n  }`]
  })
  return parts.length === 0 ? undefined : `{\n${parts.join(',\n')}\n}\n`
}

function lineOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(lineOf).join(', ')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  return `{ ${sorted(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${lineOf(inner)}`)
    .join(', ')} }`
}

function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))
}
