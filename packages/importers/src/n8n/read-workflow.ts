import { ImportError } from '../import-result.ts'
import type { N8nEdge, N8nNode, N8nWorkflow } from './n8n-workflow.ts'
import { at, type Fields, fieldsOf, isDeeperThan, isFields, listOf, mapsAt, numberAt, textAt } from './read-value.ts'

const mostNodes = 2000
const mostEdges = 20_000
const deepest = 60
const ownPrefix = 'n8n-nodes-base.'

/** Reads an export. Whatever is not of the shape is passed over, as long as there are nodes. */
export function readWorkflow(json: unknown): N8nWorkflow {
  const document = Array.isArray(json) && json.length === 1 ? json[0] : json
  const entries = mapsAt(document, 'nodes')
  checkSize(document, entries)
  const nodes = uniquelyNamed(entries.flatMap(readNode))
  const byName = new Map(nodes.flatMap((node) => (node.type === 'stickyNote' ? [] : [[node.name, node]])))
  const connections = readConnections(document, byName, idsToNames(entries))
  return {
    name: textAt(document, 'name') ?? '',
    nodes: nodes.filter(({ type }) => type !== 'stickyNote'),
    ...connections,
    stickyNotes: nodes.flatMap(({ type, parameters }) => (type === 'stickyNote' ? (textAt(parameters, 'content') ?? []) : [])),
    settings: fieldsOf(at(document, 'settings')),
    hasPinnedData: Object.keys(fieldsOf(at(document, 'pinData'))).length > 0,
  }
}

function checkSize(document: unknown, entries: readonly Fields[]): void {
  if (!isFields(document) || !Array.isArray(at(document, 'nodes'))) {
    throw new ImportError(
      'NOT_AN_EXPORT',
      'This is no n8n workflow: it has no list "nodes". Export one workflow with Download, and import that file.',
    )
  }
  if (entries.length === 0) {
    throw new ImportError('NOT_AN_EXPORT', 'This n8n workflow has no nodes: there is nothing to import.')
  }
  if (entries.length > mostNodes) {
    throw new ImportError(
      'EXPORT_TOO_LARGE',
      `This n8n workflow has ${entries.length} nodes, more than ${mostNodes}: cut it into several that call each other.`,
    )
  }
  if (entries.some((entry) => isDeeperThan(at(entry, 'parameters'), deepest))) {
    throw new ImportError('EXPORT_TOO_LARGE', `The parameters of a node are nested more than ${deepest} levels deep: nothing was read.`)
  }
}

function readNode(entry: Fields): N8nNode[] {
  const type = textAt(entry, 'type')
  if (type === undefined) return []
  const name = textAt(entry, 'name')
  return [
    {
      name: name === undefined || name === '' ? type : name,
      type: type.startsWith(ownPrefix) ? type.slice(ownPrefix.length) : type,
      version: numberAt(entry, 'typeVersion') ?? 1,
      parameters: fieldsOf(at(entry, 'parameters')),
      credentials: Object.entries(fieldsOf(at(entry, 'credentials'))).map(([kind, value]) => ({
        type: kind,
        name: textAt(value, 'name') ?? (typeof value === 'string' ? value : kind),
      })),
      disabled: at(entry, 'disabled') === true,
      onError: readOnError(entry),
      retry: readRetry(entry),
      notes: textAt(entry, 'notes'),
      executeOnce: at(entry, 'executeOnce') === true,
      alwaysOutputData: at(entry, 'alwaysOutputData') === true,
    },
  ]
}

function readOnError(entry: Fields): N8nNode['onError'] {
  switch (at(entry, 'onError')) {
    case 'continueErrorOutput':
      return 'output'
    case 'continueRegularOutput':
      return 'continue'
    default:
      return at(entry, 'continueOnFail') === true ? 'continue' : 'stop'
  }
}

function readRetry(entry: Fields): N8nNode['retry'] {
  if (at(entry, 'retryOnFail') !== true) return undefined
  const attempts = Math.min(100, Math.max(1, Math.round(numberAt(entry, 'maxTries') ?? 3)))
  return { attempts, waitMs: Math.max(0, Math.round(numberAt(entry, 'waitBetweenTries') ?? 1000)) }
}

/** Names are what edges go by, so n8n has each once. Where a file does not, the first keeps it. */
function uniquelyNamed(nodes: readonly N8nNode[]): readonly N8nNode[] {
  const taken = new Set<string>()
  return nodes.map((node) => {
    let { name } = node
    for (let count = 2; taken.has(name); count++) name = `${node.name} (${count})`
    taken.add(name)
    return name === node.name ? node : { ...node, name }
  })
}

/** Some generated files join nodes by id. */
function idsToNames(entries: readonly Fields[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const id = textAt(entry, 'id')
      const name = textAt(entry, 'name')
      return id !== undefined && name !== undefined ? [[id, name]] : []
    }),
  )
}

function readConnections(document: unknown, byName: ReadonlyMap<string, N8nNode>, names: ReadonlyMap<string, string>) {
  const edges: N8nEdge[] = []
  const helpers = new Map<string, string[]>()
  const looseEnds: string[] = []
  const find = (name: string) => byName.get(name) ?? byName.get(names.get(name) ?? '')
  for (const [source, kinds] of Object.entries(fieldsOf(at(document, 'connections')))) {
    const from = find(source)
    for (const [kind, outputs] of Object.entries(fieldsOf(kinds))) {
      for (const [output, targets] of listOf(outputs).entries()) {
        for (const target of listOf(targets)) {
          const to = find(textAt(target, 'node') ?? '')
          if (from === undefined || to === undefined) looseEnds.push(`${source} → ${textAt(target, 'node') ?? '?'}`)
          else if (kind !== 'main') helpers.set(to.name, [...(helpers.get(to.name) ?? []), from.name])
          else edges.push({ from, output, to, input: numberAt(target, 'index') ?? 0 })
          if (edges.length + looseEnds.length > mostEdges)
            throw new ImportError('EXPORT_TOO_LARGE', `This n8n workflow has more than ${mostEdges} connections: nothing was read.`)
        }
      }
    }
  }
  return { edges, helpers, looseEnds }
}
