import type { Json, JsonObject } from '@millrace/engine'
import { type Completion, completeExpression } from './complete-expression.ts'
import { valueAt } from './value-at.ts'

export interface CodeCompletions {
  readonly from: number
  readonly options: readonly Completion[]
}

const ofLists = ['map', 'filter', 'find', 'some', 'every', 'reduce', 'flatMap', 'toSorted', 'slice', 'includes', 'join', 'at', 'forEach']
const ofTexts = ['split', 'includes', 'startsWith', 'endsWith', 'replaceAll', 'slice', 'trim', 'toLowerCase', 'toUpperCase', 'padStart']

/** What may come next in the code of a node: fields of what it is given, with the values that they had, and what lists and texts can do. */
export function completeCode(text: string, cursor: number, names: JsonObject): CodeCompletions | undefined {
  const before = text.slice(0, cursor)
  const [, path = '', begun = ''] = /([\w$]+(?:\??\.[\w$]+|\[\d+\])*)\??\.([\w$]*)$/.exec(before) ?? []
  const found = completeExpression(text, cursor, { names, nodes: {} }, true)
  if (path === '') return begun === '' && /[\w$]$/.test(before) ? found : undefined
  const methods = methodsOf(holderAt(names, path)).filter((name) => name.toLowerCase().startsWith(begun.toLowerCase()))
  const from = cursor - begun.length
  const options = methods.map((name): Completion => ({ label: name, insert: `${name}(`, from, detail: 'method' }))
  const all = [...(found?.options ?? []), ...options]
  return all.length === 0 ? undefined : { from: found?.from ?? from, options: all }
}

function holderAt(names: JsonObject, path: string): Json | undefined {
  const parts = [...path.matchAll(/[\w$]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))
  return valueAt(names, parts)
}

function methodsOf(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return ofLists
  return typeof value === 'string' ? ofTexts : []
}
