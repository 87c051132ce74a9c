import type { Json } from '@millrace/engine'
import { keyText } from '../expression/rewrite.ts'
import { isFields } from '../read-value.ts'

/** The expression when the value is one and nothing else; a JSON literal otherwise. */
export function bare(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  const inside = /^\{\{ ([\s\S]*) \}\}$/.exec(value)?.[1]
  return inside !== undefined && !inside.includes('{{') ? inside : JSON.stringify(value)
}

/** A value of the file as an expression: a text with expressions in it becomes a template literal. */
export function valueSource(value: Json): string {
  if (typeof value === 'string') {
    if (!value.includes('{{')) return JSON.stringify(value)
    const only = bare(value)
    if (!only.startsWith('"')) return only
    const parts = value
      .split(/(\{\{ [\s\S]*? \}\})/)
      .map((part) => (part.startsWith('{{ ') ? `\${${part.slice(3, -3)}}` : part.replace(/[`\\]|\$\{/g, '\\$&')))
    return `\`${parts.join('')}\``
  }
  if (Array.isArray(value)) return `[${value.map(valueSource).join(', ')}]`
  if (isFields(value))
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${keyText(key)}: ${valueSource(inner as Json)}`)
      .join(', ')} }`
  return JSON.stringify(value)
}
