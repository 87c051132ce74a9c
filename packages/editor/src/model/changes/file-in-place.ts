import { isJsonObject } from '@millrace/engine'
import { applyChange } from '../apply-change.ts'
import { readText } from '../workflow-text.ts'
import type { Draft } from './plan.ts'

/**
 * A whole workflow file in place of one that has nothing in it yet, under the id that it has here. Undefined where there are nodes or
 * triggers already, or the text is not a whole file: then its nodes can be pasted.
 */
export function fileInPlace({ text }: Draft, yaml: string): string | undefined {
  const isBare = text.isCurrent && isEmpty(text.value.nodes) && isEmpty(text.value.triggers)
  const file = isBare ? readText(yaml) : undefined
  if (file === undefined || !file.isCurrent || !isJsonObject(file.value.nodes) || !('id' in file.value)) return undefined
  const named = applyChange(file, { type: 'set', path: ['id'], value: text.value.id ?? null })
  return named.ok ? named.text.source : undefined
}

function isEmpty(entries: unknown): boolean {
  return typeof entries !== 'object' || entries === null || Object.keys(entries).length === 0
}
