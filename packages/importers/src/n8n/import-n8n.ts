import { type Catalog, type Json, type JsonObject, parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { ImportError, type ImportResult } from '../import-result.ts'
import type { Draft } from './draft.ts'
import { inputsRead } from './file/inputs-read.ts'
import { mend } from './file/mend.ts'
import { type FileContent, type TriggerDraft, writeFile } from './file/workflow-file.ts'
import { within } from './graph.ts'
import { createIds, slug } from './ids.ts'
import type { N8nNode, N8nWorkflow } from './n8n-workflow.ts'
import { clipped, createNotebook, type Notebook } from './notebook.ts'
import { placeSection } from './place-section.ts'
import { type PreparedGraph, prepareGraph } from './prepare-graph.ts'
import { numberAt, textAt } from './read-value.ts'
import { readWorkflow } from './read-workflow.ts'
import { convertTrigger, declaredInputs } from './triggers/convert-trigger.ts'
import { entrySource, leadFromTriggers } from './triggers/entries.ts'
import { withShapes } from './triggers/shapes.ts'
import type { World } from './world.ts'

/**
 * Converts an exported n8n workflow, given as parsed JSON. Nothing of it is run. What cannot be converted fails when it is
 * reached, and is told in the notes. Throws an `ImportError` when it is no such export.
 */
export function importN8n(json: unknown): ImportResult {
  return convertWorkflow(json, createStandardCatalog())
}

/** The same for the node and trigger types of a catalog. */
export function convertWorkflow(json: unknown, catalog: Catalog): ImportResult {
  const workflow = withShapes(readWorkflow(json))
  const notebook = createNotebook()
  const graph = prepareGraph(workflow, notebook)
  const ids = createIds()
  const triggers = convertTriggers(workflow, graph, notebook)
  const names = new Map(graph.graph.nodes.map((node) => [node, ids.take(node.name)]))
  const idOf = (node: N8nNode) => names.get(node) ?? slug(node.name, '_')
  const world: World = {
    catalog,
    notebook,
    ids,
    idOf,
    loops: graph.loops,
    graph: graph.graph,
    placed: new Map(),
    takenOut: graph.takenOut,
    isExclusive: graph.isExclusive,
  }
  placeTriggers(world, graph)
  const drafts = placeAll(world, graph, triggers.ids)
  tellLosses(workflow, graph, notebook)
  const id = slug(workflow.name, '-') || 'imported'
  const content: FileContent = {
    id,
    name: workflow.name,
    inputs: { ...triggers.inputs, ...inputsRead(drafts, triggers.inputs) },
    triggers: triggers.drafts,
    settings: settingsOf(workflow),
    drafts,
    head: headOf(workflow, triggers.comments),
  }
  return { ...finish(content, catalog, notebook), id }
}

/** Writes the file, and mends it until it validates. */
function finish(content: FileContent, catalog: Catalog, notebook: Notebook): Pick<ImportResult, 'yaml' | 'notes'> {
  const yaml = mend(content, catalog, notebook, writeFile)
  if (yaml.length > 1024 * 1024)
    throw new ImportError(
      'EXPORT_TOO_LARGE',
      'The workflow file would be larger than 1 MiB: cut the workflow into several that call each other.',
    )
  const parsed = parseWorkflow(yaml, catalog)
  const left = parsed.ok ? parsed.warnings.filter(({ code }) => code !== 'UNDECLARED_VAR') : parsed.problems
  for (const { message, severity, path } of left) {
    notebook.add({
      severity: severity === 'error' ? 'by-hand' : 'changed',
      message,
      next: 'Correct it: millrace validate shows the place.',
      ...(typeof path[1] === 'string' && { id: path[1] }),
    })
  }
  return { yaml, notes: notebook.notes }
}

interface Triggers {
  readonly drafts: readonly TriggerDraft[]
  readonly inputs: Readonly<Record<string, Json>>
  /** The id of each trigger of n8n's that there is a trigger for. */
  readonly ids: ReadonlyMap<N8nNode, readonly string[]>
  readonly comments: readonly string[]
}

function convertTriggers({ settings }: N8nWorkflow, { triggers }: PreparedGraph, notebook: Notebook): Triggers {
  const ids = createIds()
  const drafts: TriggerDraft[] = []
  const idsOf = new Map<N8nNode, readonly string[]>()
  const comments: string[] = []
  const timezone = textAt(settings, 'timezone')
  const inputs: [string, Json][] = []
  for (const node of triggers) {
    const found = convertTrigger(node, {
      timezone: timezone === undefined || timezone === 'DEFAULT' ? undefined : timezone,
      note(severity, message, next) {
        notebook.add({ severity, message, next, node: node.name })
        if (severity === 'by-hand') comments.push(`by hand: ${message} ${next}`)
      },
    })
    if (node.type === 'executeWorkflowTrigger') inputs.push(...Object.entries(declaredInputs(node)))
    const own = found.map((one) => ({ ...one, id: ids.take(node.name), name: node.name, disabled: node.disabled || one.disabled === true }))
    idsOf.set(node, own.length > 0 ? own.map(({ id }) => id) : [ids.take(node.name)])
    drafts.push(...own)
  }
  return { drafts, inputs: Object.fromEntries(inputs), ids: idsOf, comments }
}

/** How nodes read what a trigger brought. */
function placeTriggers(world: World, { triggers }: PreparedGraph): void {
  for (const node of triggers) {
    const value = node.type === 'executeWorkflowTrigger' ? 'inputs' : 'trigger'
    world.placed.set(node.name, { id: undefined, scopes: [], output: { amount: 'one', path: '', read: () => value, of: [node] } })
  }
}

function placeAll(world: World, graph: PreparedGraph, triggerIds: ReadonlyMap<N8nNode, readonly string[]>): readonly Draft[] {
  const inside = new Set([...graph.loops.values()].flatMap(({ body }) => [...body]))
  const section = placeSection(world, {
    graph: within(graph.graph, new Set(graph.graph.nodes.filter((node) => !inside.has(node)))),
    around: [],
    entry: (node) => entrySource(graph.starts.filter(({ to }) => to === node)),
  })
  const drafts = leadFromTriggers(world, graph.starts, section, triggerIds)
  if (drafts.length > 0) return drafts
  return [
    {
      id: world.ids.take('nothing'),
      type: 'log',
      name: undefined,
      with: { message: 'Nothing to do' },
      next: [],
      envelope: {},
      comments: ['The imported workflow had triggers only.'],
    },
  ]
}

function settingsOf({ settings }: N8nWorkflow): JsonObject {
  const seconds = numberAt(settings, 'executionTimeout')
  return seconds !== undefined && seconds > 0 && seconds < 1e9 ? { timeout: `${Math.round(seconds)}s` } : {}
}

/** What n8n kept with the workflow and a file has no place for. */
function tellLosses(workflow: N8nWorkflow, { graph }: PreparedGraph, notebook: Notebook): void {
  if (workflow.hasPinnedData)
    notebook.add({ severity: 'lost', message: 'Pinned data was left out.', next: 'Give data with millrace run --data while you try it.' })
  if (textAt(workflow.settings, 'errorWorkflow'))
    notebook.add({
      severity: 'by-hand',
      message: 'The workflow names another one to run when it fails.',
      next: 'Import that one too, and name it as the error workflow.',
    })
  for (const end of workflow.looseEnds.slice(0, 20))
    notebook.add({
      severity: 'lost',
      message: `The connection ${clipped(end, 200)} leads to or from a node that is not there.`,
      next: 'See whether something is missing.',
    })
  for (const node of graph.nodes) {
    const helpers = workflow.helpers.get(node.name)
    if (helpers !== undefined)
      notebook.add({
        severity: 'by-hand',
        message: `"${node.name}" is served by ${helpers.map((one) => `"${one}"`).join(', ')}, which are not converted either.`,
        next: 'Take what they were told into the node that replaces it.',
        node: node.name,
      })
    if (node.alwaysOutputData)
      notebook.add({
        severity: 'changed',
        message: `"${node.name}" went on even with nothing to give out; here every node does.`,
        next: 'See what the next node makes of nothing.',
        node: node.name,
      })
  }
}

const mostNoteLines = 30

function headOf({ name, stickyNotes }: N8nWorkflow, comments: readonly string[]): readonly string[] {
  const notes = stickyNotes
    .filter((text) => text.trim() !== '')
    .flatMap((text) => {
      const lines = text.trim().split(/\r\n|[\n\r\u0085\u2028\u2029]/)
      return [
        '',
        'note:',
        ...lines.slice(0, mostNoteLines).map((line) => `  ${clipped(line, 300)}`),
        ...(lines.length > mostNoteLines ? ['  …'] : []),
      ]
    })
  return [
    `Imported from n8n${name === '' ? '' : `: ${clipped(name, 200)}`}.`,
    ...comments.map((line) => clipped(line, 600)),
    ...notes.slice(0, 400),
  ]
}
