import type { Json, JsonObject } from '@millrace/engine'
import { Document, isMap, isPair, isScalar, type Pair, type YAMLMap } from 'yaml'
import type { Draft } from '../draft.ts'

export interface TriggerDraft {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly with: JsonObject
  readonly disabled: boolean
}

/** Everything that goes into the file. */
export interface FileContent {
  readonly id: string
  readonly name: string
  readonly inputs: Readonly<Record<string, Json>>
  readonly triggers: readonly TriggerDraft[]
  readonly settings: JsonObject
  readonly drafts: readonly Draft[]
  /** Above everything. */
  readonly head: readonly string[]
}

/** The text of the file: in the order in which people read, with a remark above the nodes that need one. */
export function writeFile(content: FileContent): string {
  const document = new Document(objectOf(content), { aliasDuplicateObjects: false })
  if (isMap(document.contents)) {
    spread(document.contents)
    addComments(document.contents, content.drafts)
    for (const key of ['triggers', 'inputs', 'settings', 'nodes']) openUp(pairAt(document.contents, key))
  }
  document.commentBefore = content.head.map(commentLine).join('\n')
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function objectOf({ id, name, inputs, triggers, settings, drafts }: FileContent): JsonObject {
  return {
    id,
    ...(name !== '' && { name: cleaned(name) }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...(triggers.length > 0 && { triggers: Object.fromEntries(triggers.map((one) => [one.id, triggerObject(one)])) }),
    ...(Object.keys(settings).length > 0 && { settings }),
    nodes: nodesObject(drafts),
  }
}

function triggerObject({ type, name, with: params, disabled }: TriggerDraft): JsonObject {
  return {
    type,
    name: cleaned(name),
    ...(Object.keys(params).length > 0 && { with: cleanedJson(params) }),
    ...(disabled && { disabled: true }),
  }
}

function nodesObject(drafts: readonly Draft[]): JsonObject {
  return Object.fromEntries(drafts.map((draft) => [draft.id, nodeObject(draft)]))
}

function nodeObject(draft: Draft): JsonObject {
  const next = nextOf(draft)
  return {
    type: draft.type,
    ...(draft.name !== undefined && { name: cleaned(draft.name) }),
    ...(Object.keys(draft.with).length > 0 && { with: cleanedJson(draft.with) }),
    ...(cleanedJson(draft.envelope) as JsonObject),
    ...(draft.nodes !== undefined && { nodes: nodesObject(draft.nodes) }),
    ...(next !== undefined && { next }),
  }
}

/** The shortest form that says the same. */
function nextOf({ next }: Draft): Json | undefined {
  const byPort = Map.groupBy(next, ({ port }) => port)
  const targets = (port: string | undefined): Json => {
    const ids = (byPort.get(port) ?? []).map(({ to }) => to)
    return ids.length === 1 ? (ids[0] ?? '') : ids
  }
  if (byPort.size === 0) return undefined
  if (byPort.size === 1 && byPort.has(undefined)) return targets(undefined)
  return Object.fromEntries([...byPort.keys()].map((port) => [port ?? 'default', targets(port)]))
}

/** Small maps and lists stand on one line, all others do not. */
function spread(map: YAMLMap): void {
  for (const { value } of map.items as Pair[]) if (isMap(value)) spread(value)
  const isSmall =
    map.items.length > 0 && map.items.every((item) => isPair(item) && isScalar(item.value) && !String(item.value.value).includes('\n'))
  if (isSmall && JSON.stringify(map.toJSON()).length <= 70 && !map.has('type')) map.flow = true
  for (const { value } of map.items as Pair[]) if (isTargets(value)) Object.assign(value, { flow: true })
  if (isMap(map.get('next'))) unquotePorts((map.get('next') as YAMLMap).items as Pair[])
}

/** `true` and `false` name ports, and need no quotes as keys. */
function unquotePorts(pairs: readonly Pair[]): void {
  for (const { key } of pairs) {
    if (isScalar(key) && (key.value === 'true' || key.value === 'false')) key.value = key.value === 'true'
  }
}

function isTargets(value: unknown): value is { items: unknown[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'items' in value &&
    !isMap(value) &&
    Array.isArray(value.items) &&
    value.items.every((one) => isScalar(one) && typeof one.value === 'string' && one.value.length < 40 && !one.value.includes('\n'))
  )
}

function addComments(map: YAMLMap, drafts: readonly Draft[]): void {
  const nodes = pairAt(map, 'nodes')?.value
  if (!isMap(nodes)) return
  for (const [index, draft] of drafts.entries()) {
    const pair = pairAt(nodes, draft.id)
    if (pair === undefined) continue
    if (index > 0) openUp(pair)
    if (draft.comments.length > 0 && isScalar(pair.key))
      pair.key.commentBefore = draft.comments
        .flatMap((line) => line.split('\n'))
        .map(commentLine)
        .join('\n')
    if (draft.nodes !== undefined && isMap(pair.value)) addComments(pair.value, draft.nodes)
  }
}

function openUp(pair: Pair | undefined): void {
  if (pair !== undefined && isScalar(pair.key)) pair.key.spaceBefore = true
}

function pairAt(map: YAMLMap, key: string): Pair | undefined {
  return (map.items as Pair[]).find((pair) => isScalar(pair.key) && pair.key.value === key)
}

function commentLine(line: string): string {
  return ` ${cleaned(line).replaceAll('\n', ' ')}`.trimEnd()
}

/** Characters that no YAML file may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g

function cleaned(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(unwritable, '\ufffd')
}

function cleanedJson(value: Json): JsonObject
function cleanedJson(value: Json): Json
function cleanedJson(value: Json): Json {
  if (typeof value === 'string') return cleaned(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one: Json) => cleanedJson(one))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleaned(key), cleanedJson(inner as Json)]))
}
