import type { ImportedWorkflow } from '../../api/api-schema.ts'
import { readExport } from '../../api/read-export.ts'
import { showToast } from '../../design/toast.ts'
import { addNode, addTrigger } from '../../model/changes/add-node.ts'
import { type Connection, connect, disconnect, reconnect } from '../../model/changes/connect.ts'
import { type Copied, copyNodes } from '../../model/changes/copy-nodes.ts'
import { deleteNodes } from '../../model/changes/delete-nodes.ts'
import { setDisabled, setName } from '../../model/changes/set-field.ts'
import { onGrid } from '../../model/layout/arrange-boxes.ts'
import { relabelLayout } from '../../model/relabel-layout.ts'
import { type CanvasView, type HandPorts, noCorner } from '../flow/canvas-view.ts'
import { dropHome } from '../flow/drop-home.ts'
import { noteKey } from '../flow/flow-nodes.ts'
import { loadExpressionChanges } from '../late-parts.ts'
import type { PaletteContext } from '../palette/palette-context.ts'

/** What changes the text of the workflow. */
export interface TextHand {
  add(kind: 'node' | 'trigger', type: string, context: PaletteContext): void
  remove(): void
  rename(key: string, title: string): void
  join(from: string, port: string, to: string): void
  rejoin(before: Connection, after: Connection): void
  cut(edge: Connection): void
  duplicate(): void
  toggleDisabled(): void
  copy(): Copied
  /** Nodes, a workflow file or an export of n8n; `what` it is, for people. */
  paste(text: string, what?: string): void
}

const idPattern = /^[a-z][a-z0-9_]*$/

export function createTextHand({ act }: Pick<HandPorts, 'act'>, view: CanvasView): TextHand {
  const { now, nodeOf, chosen, reach } = view
  const chosenKeys = () => chosen().map(({ key }) => key)

  function addAt(kind: 'node' | 'trigger', type: string, context: PaletteContext): void {
    const { at, after, between } = context
    const drop = at === undefined ? undefined : dropHome(view.placed(), at)
    const made = act(`add ${type}`, (draft) => {
      if (kind === 'trigger') return addTrigger(draft, { type })
      const home = drop?.home ?? context.home
      return addNode(draft, { type, ...(after && { after }), ...(between && { between }), ...(home && !after && !between && { home }) })
    })
    const node = nodeOf(made.ok ? made.selected[0] : undefined)
    if (node === undefined) return
    if (at !== undefined) {
      const corner = after === undefined ? (drop?.corner ?? noCorner) : view.cornerAround(node.key)
      now().place('move it', { nodes: { [node.layoutKey]: { x: onGrid(at.x - corner.x), y: onGrid(at.y - corner.y) } } })
    }
    reach(node.key)
  }

  function remove(): void {
    const { selection, canvas, layout, select, focus, together, place } = now()
    const notes = Object.keys(layout.notes ?? {}).filter((id) => selection.has(noteKey(id)))
    const keys = chosenKeys()
    const isGone = (key: string) => keys.includes(key)
    const edges = canvas.edges.filter(({ id, kind, from, to }) => selection.has(id) && kind !== 'trigger' && !isGone(from) && !isGone(to))
    together(deletion(keys.length, notes.length, edges.length), () => {
      if (notes.length > 0) place('delete the note', { notes: Object.fromEntries(notes.map((id) => [id, null])) })
      for (const edge of edges) cut(edge)
      if (keys.length > 0) act('delete', (draft) => deleteNodes(draft, keys))
    })
    select([])
    focus(undefined)
  }

  function rename(key: string, title: string): void {
    now().rename(undefined)
    const node = nodeOf(key)
    const wish = title.trim()
    if (node === undefined || wish === node.title) return
    // Where people see the id, it is the id that they mean; a name that cannot be one is for people alone.
    if (node.title !== node.id || !idPattern.test(wish)) {
      act('rename', (draft) => setName(draft, key, wish))
      return
    }
    withExpressions('rename', ({ renameNode }) => {
      now().together('rename', () => {
        const made = act('rename', (draft) => renameNode(draft, key, wish))
        const renamed = nodeOf(made.ok ? made.selected[0] : undefined)
        const change = renamed && relabelLayout(now().layout, node.layoutKey, renamed.layoutKey)
        if (change !== undefined) now().place('keep its place', change)
        if (renamed !== undefined) reach(renamed.key)
      })
    })
  }

  const cut = (edge: Connection) => void act('delete the edge', (draft) => disconnect(draft, edge))

  return {
    add: (kind, type, context) => now().together(`add ${type}`, () => addAt(kind, type, context)),
    remove,
    rename,
    cut,
    join: (from, port, to) => void act('connect', (draft) => connect(draft, { from, port, to })),
    rejoin: (before, after) => void act('lead the edge elsewhere', (draft) => reconnect(draft, before, after)),
    duplicate() {
      const keys = chosenKeys()
      if (keys.length > 0) withExpressions('duplicate', ({ duplicateNodes }) => act('duplicate', (draft) => duplicateNodes(draft, keys)))
    },
    toggleDisabled() {
      const nodes = chosen()
      const isDisabled = !nodes.every((node) => node.isDisabled)
      if (nodes.length > 0) act(isDisabled ? 'disable' : 'enable', (draft) => setDisabled(draft, chosenKeys(), isDisabled))
    },
    copy: () => copyNodes({ text: now().text, types: now().types }, chosenKeys()),
    paste(text, what = 'paste') {
      withExpressions(what, async ({ pasteNodes, fileInPlace }) => {
        const imported = await readExport(text)
        const yaml = imported?.yaml ?? text
        const whole = fileInPlace({ text: now().text, types: now().types }, yaml)
        if (whole !== undefined) now().replace(what, whole)
        else {
          const made = act(what, (draft) => pasteNodes(draft, yaml, view.homeOf(now().focused)))
          if (!made.ok) return
          reach(made.selected[0])
        }
        if (imported !== undefined) sayLeft(imported.notes)
      })
    },
  }
}

/** What an import could not do. */
function sayLeft(notes: ImportedWorkflow['notes']): void {
  const [first] = notes
  const text =
    first && `${first.message} ${first.next}${notes.length > 1 ? ` And ${notes.length - 1} more: comments above the nodes say what.` : ''}`
  showToast({ kind: 'info', title: 'An export of n8n, converted', text: text ?? 'Nothing is left to do.' })
}

/** What people read of it: "Undo delete 3 nodes". */
function deletion(nodes: number, notes: number, edges: number): string {
  if (nodes + notes + edges === 1) return nodes === 1 ? 'delete a node' : notes === 1 ? 'delete the note' : 'delete the edge'
  return notes + edges === 0 ? `delete ${nodes} nodes` : 'delete what was selected'
}

/** As soon as the parser of expressions is there. */
function withExpressions(label: string, make: (changes: Awaited<ReturnType<typeof loadExpressionChanges>>) => unknown): void {
  loadExpressionChanges()
    .then(make)
    .catch((error: Error) =>
      showToast({ kind: 'error', title: `Could not ${label}`, text: `${error.message} Try again, or reload the page.` }),
    )
}
