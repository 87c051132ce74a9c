import type { Change, Json, Path } from '@millrace/engine'
import { triggerIdOf } from '../canvas-node.ts'
import { draftNode } from '../draft-nodes.ts'
import { valueAt } from '../value-at.ts'
import { triggerIds } from './free-id.ts'
import { brokenText, type Draft, noSuchNode, type Plan, plan } from './plan.ts'

/** Sets a value below a node or trigger, e.g. `['with', 'url']`, `['retry']`, `['notes']`; undefined takes it away. */
export function setField({ text }: Draft, key: string, field: Path, value: Json | undefined): Plan {
  if (!text.isCurrent) return brokenText(text)
  const place = placeOf(text.value, key)
  if (place === undefined) return noSuchNode(key)
  const path = [...place, ...field]
  if (value !== undefined) return plan([{ type: 'set', path, value }], [key])
  return plan(valueAt(text.value, path) === undefined ? [] : [removal(text.value, path)], [key])
}

/** What people see; an empty name shows the id. */
export function setName(draft: Draft, key: string, name: string): Plan {
  return setField(draft, key, ['name'], name.trim() === '' ? undefined : name.trim())
}

export function setDisabled(draft: Draft, keys: readonly string[], isDisabled: boolean): Plan {
  if (!draft.text.isCurrent) return brokenText(draft.text)
  const changes: Change[] = []
  for (const key of keys) {
    const one = setField(draft, key, ['disabled'], isDisabled ? true : undefined)
    if (!one.ok) return one
    if (one.change.type === 'all') changes.push(...one.change.changes)
    else changes.push(one.change)
  }
  return plan(changes, keys)
}

/** The path of a node or trigger in the file. */
export function placeOf(value: Draft['text']['value'], key: string): Path | undefined {
  const id = triggerIdOf(key)
  if (id === undefined) return draftNode(value, key)?.path
  return triggerIds(value).has(id) ? ['triggers', id] : undefined
}

/** The last parameter takes `with` along: an empty map says nothing. */
function removal(value: Json, path: Path): Change {
  const parent = path.slice(0, -1)
  const around = valueAt(value, parent)
  const isLast = parent.at(-1) === 'with' && typeof around === 'object' && around !== null && Object.keys(around).length === 1
  return { type: 'delete', path: isLast ? parent : path }
}
