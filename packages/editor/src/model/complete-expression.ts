import { isJsonObject, type Json } from '@millrace/engine'
import type { ExampleScope } from './example-scope.ts'

export interface Completion {
  readonly label: string
  /** What stands in its place, from `from` on. */
  readonly insert: string
  readonly from: number
  /** The value that it had, in short. */
  readonly detail: string
}

export interface Completions {
  /** Where the word begins that narrows them. */
  readonly from: number
  readonly options: readonly Completion[]
}

const longestDetail = 60

/** What may come next at a place of a text with expressions: fields of the real values in scope. Undefined outside of `{{ }}`. */
export function completeExpression(text: string, cursor: number, scope: ExampleScope, isWhole = false): Completions | undefined {
  const before = text.slice(0, cursor)
  if (!isWhole && before.lastIndexOf('{{') <= before.lastIndexOf('}}')) return undefined
  const path = /(?:[\w$]+(?:\?\.|\.|\[(?:\d+|"[^"]*")\]\.?))*[\w$]*$/.exec(before)?.[0] ?? ''
  const parts = [...path.matchAll(/"([^"]*)"|[\w$]+/g)].map(([word, quoted]) => quoted ?? word)
  const isOpen = /[.]$/.test(path) || path === ''
  const begun = isOpen ? '' : (parts.at(-1) ?? '')
  const holder = parts.slice(0, isOpen ? undefined : -1).reduce<Json | undefined>(memberOf, scope.names)
  const options = optionsOf(holder).filter(({ label }) => label.toLowerCase().startsWith(begun.toLowerCase()))
  const from = cursor - begun.length
  return options.length === 0 ? undefined : { from, options: options.map((one) => ({ ...one, ...placed(one.label, before, from) })) }
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)]
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function optionsOf(holder: Json | undefined): readonly Pick<Completion, 'label' | 'detail'>[] {
  if (Array.isArray(holder)) return [{ label: 'length', detail: String(holder.length) }]
  if (!isJsonObject(holder)) return []
  return Object.entries(holder).map(([label, value]) => ({ label, detail: shortly(value) }))
}

/** A name that is no word is read in brackets, in place of the dot before it. */
function placed(label: string, before: string, from: number): Pick<Completion, 'insert' | 'from'> {
  if (/^[a-z_$][\w$]*$/i.test(label)) return { insert: label, from }
  const hasDot = before[from - 1] === '.' && before[from - 2] !== '?'
  return { insert: `[${JSON.stringify(label)}]`, from: hasDot ? from - 1 : from }
}

function shortly(value: Json): string {
  const text = Array.isArray(value)
    ? `${value.length} items`
    : isJsonObject(value)
      ? `${Object.keys(value).length} fields`
      : JSON.stringify(value)
  return text.length <= longestDetail ? text : `${text.slice(0, longestDetail)}…`
}
