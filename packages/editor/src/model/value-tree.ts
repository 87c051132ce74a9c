/** A JSON value as lines that can be folded, for a list that draws only what is in view. */
export interface ValueLine {
  readonly path: ValuePath
  /** The path as text, the same for the same place. */
  readonly id: string
  readonly depth: number
  /** The key or index in its parent; undefined for the whole. */
  readonly key: string | number | undefined
  readonly kind: ValueKind
  /** What stands behind the key: the value itself, or how much is in it. */
  readonly text: string
  readonly isOpen: boolean
}

export type ValuePath = readonly (string | number)[]
export type ValueKind = 'map' | 'list' | 'text' | 'number' | 'boolean' | 'null'

/** More of a list or map than this is shown in parts, or one click would make a million lines. */
const mostChildren = 1000
const longestText = 2000

export function idOf(path: ValuePath): string {
  return JSON.stringify(path)
}

function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'object':
      return 'map'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    default:
      return 'text'
  }
}

/** The lines of a value of which the places in `open` (by id) are unfolded; the whole always is. */
export function valueLines(value: unknown, open: ReadonlySet<string>): readonly ValueLine[] {
  const lines: ValueLine[] = []
  const visit = (given: unknown, path: ValuePath) => {
    const kind = kindOf(given)
    const id = idOf(path)
    const isOpen = (kind === 'map' || kind === 'list') && (path.length === 0 || open.has(id))
    lines.push({ path, id, depth: path.length, key: path.at(-1), kind, text: textOf(given, kind), isOpen })
    if (!isOpen) return
    for (const [key, child] of childrenOf(given).slice(0, mostChildren)) visit(child, [...path, key])
    const hidden = childrenOf(given).length - mostChildren
    if (hidden > 0) lines.push(restLine(path, hidden))
  }
  visit(value, [])
  return lines
}

function restLine(path: ValuePath, hidden: number): ValueLine {
  const text = `${hidden} more: see the text, or search`
  return { path: [...path, '…'], id: idOf([...path, '…', hidden]), depth: path.length + 1, key: '…', kind: 'null', text, isOpen: false }
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function textOf(value: unknown, kind: ValueKind): string {
  switch (kind) {
    case 'map':
      return countText(Object.keys(value as object).length, 'field') // It is a map.
    case 'list':
      return countText((value as readonly unknown[]).length, 'item') // It is a list.
    case 'text':
      return JSON.stringify(cut(String(value)))
    default:
      return String(value ?? null)
  }
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`
}

function countText(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}

export interface Found {
  /** The places whose key or value holds the text, in order. */
  readonly ids: readonly string[]
  /** What must be unfolded to see them. */
  readonly open: ReadonlySet<string>
}

const mostFound = 500

/** Where a text occurs in keys and values, whatever its case. */
export function findInValue(value: unknown, text: string): Found {
  const wanted = text.toLowerCase()
  const ids: string[] = []
  const open = new Set<string>()
  if (wanted === '') return { ids, open }
  const visit = (given: unknown, path: ValuePath) => {
    if (ids.length >= mostFound) return
    const kind = kindOf(given)
    const isLeaf = kind !== 'map' && kind !== 'list'
    const here = `${path.at(-1) ?? ''}${isLeaf ? `\n${String(given)}` : ''}`.toLowerCase()
    if (here.includes(wanted)) {
      ids.push(idOf(path))
      for (let length = 1; length < path.length; length++) open.add(idOf(path.slice(0, length)))
    }
    if (!isLeaf) for (const [key, child] of childrenOf(given)) visit(child, [...path, key])
  }
  visit(value, [])
  return { ids, open }
}

/** A place as an expression reads it: `nodes.charge.output.items[0].id`, with brackets where a name needs them. */
export function pathText(root: string, path: ValuePath): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : /^[a-z_$][\w$]*$/i.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`,
    root,
  )
}

/** A list of maps as a table: the names of all columns, in the order in which they come up; undefined for anything else. */
export function tableColumns(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const names = new Set<string>()
  for (const item of value) {
    if (kindOf(item) !== 'map') return undefined
    for (const name of Object.keys(item as object)) names.add(name) // It is a map.
  }
  return names.size > 0 && names.size <= 100 ? [...names] : undefined
}
