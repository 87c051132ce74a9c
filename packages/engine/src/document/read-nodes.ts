import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { Catalog, NodeTypeFacts } from './catalog.ts'
import { checkFields, kindOf } from './check-fields.ts'
import { checkRetryReasons } from './check-retry.ts'
import { type DocumentNode, type DocumentNodes, type DocumentSection, nodeLabel } from './document-node.ts'
import { idMistake } from './ids.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { nodeFields, retryFields } from './workflow-fields.ts'

/** Gathers the nodes of all sections, and reports what is wrong with each of them on its own: id, envelope, type, retry. */
export function readNodes(report: ProblemReport, nodes: Json | undefined, catalog: Catalog): DocumentNodes {
  const reading: Reading = { report, catalog, sections: [], all: [], byId: new Map() }
  const root = readSection(reading, 'root', undefined, nodes, ['nodes'])
  return { root, sections: reading.sections, all: reading.all, byId: reading.byId }
}

interface Reading {
  readonly report: ProblemReport
  readonly catalog: Catalog
  readonly sections: DocumentSection[]
  readonly all: DocumentNode[]
  readonly byId: Map<string, DocumentNode>
}

const parts = { nodes: 'body', catch: 'catch', finally: 'finally' } as const

function readSection(
  reading: Reading,
  part: DocumentSection['part'],
  owner: DocumentNode | undefined,
  value: Json | undefined,
  path: Path,
): DocumentSection {
  const section: DocumentSection = { part, owner, nodes: [] }
  reading.sections.push(section)
  if (!isJsonObject(value)) return section
  const entries = Object.entries(value)
  if (entries.length === 0) reading.report.add({ code: 'NO_NODES', message: emptySection(section), path })
  for (const [id, node] of entries) readNode(reading, section, id, node, [...path, id])
  return section
}

function emptySection({ part, owner }: DocumentSection): string {
  if (owner === undefined) return 'The workflow has no nodes: add at least one.'
  const key = part === 'body' ? 'nodes' : part
  const remedy = part === 'catch' ? 'add one, or write "onError: continue" to pass over failures' : 'add at least one'
  return `"${key}" of ${nodeLabel(owner)} is empty: ${remedy}.`
}

function readNode(reading: Reading, section: DocumentSection, id: string, value: Json, path: Path): void {
  const { report } = reading
  const thing = nodeLabel({ id: quoted(id).slice(1, -1) })
  checkId(reading, id, path)
  if (!isJsonObject(value)) {
    const message = `Node ${quoted(id)} must be a map such as { type: log }, not ${kindOf(value)}.`
    report.add({ code: 'WRONG_TYPE', message, path })
    return
  }
  const envelope = checkFields(report, { value, path, thing }, nodeFields)
  const facts = findType(reading, envelope, id, path)
  const params = paramsOf(value, envelope)
  const node: DocumentNode = {
    id,
    envelope,
    params,
    path,
    section,
    index: section.nodes.length,
    facts,
    ports: undefined,
    parts: [],
    outgoing: [],
  }
  section.nodes.push(node)
  reading.all.push(node)
  if (!reading.byId.has(id)) reading.byId.set(id, node)
  if (envelope.retry !== undefined) {
    const subject = { value: envelope.retry, path: [...path, 'retry'], thing: `the retry of ${thing}` }
    checkRetryReasons(report, checkFields(report, subject, retryFields), subject.path, subject.thing)
  }
  for (const [key, part] of Object.entries(parts)) {
    if (envelope[key] !== undefined) node.parts.push(readSection(reading, part, node, envelope[key], [...path, key]))
  }
}

/** `with`, or nothing in it when it is not written; undefined when it is no map, which is reported already. */
export function paramsOf(written: JsonObject, right: JsonObject): JsonObject | undefined {
  if (!Object.hasOwn(written, 'with')) return {}
  return isJsonObject(right.with) ? right.with : undefined
}

function checkId({ report, byId }: Reading, id: string, path: Path): void {
  const mistake = idMistake(id, 'node')
  if (mistake !== undefined) report.add({ code: 'INVALID_ID', message: `The node id ${quoted(id)} ${mistake}.`, path, part: 'key' })
  const first = byId.get(id)
  if (first === undefined) return
  const message = `There is a second ${nodeLabel(first)}; the first is at ${first.path.join('.')}. Ids are unique in the whole file: rename one.`
  report.add({ code: 'DUPLICATE_NODE_ID', message, path, part: 'key' })
}

function findType({ report, catalog }: Reading, envelope: JsonObject, id: string, path: Path): NodeTypeFacts | undefined {
  const { type } = envelope
  if (typeof type !== 'string') return undefined
  const facts = catalog.node(type)
  if (facts === undefined) {
    const message = `Node ${quoted(id)} has the unknown type ${quoted(type)}: correct it, or install the plugin that brings it.`
    report.add({ code: 'UNKNOWN_NODE_TYPE', message, path: [...path, 'type'], near: { word: type, known: () => catalog.nodeTypes() } })
  }
  return facts
}
