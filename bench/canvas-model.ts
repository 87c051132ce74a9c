// What the editor computes, without the browser, for a workflow of a thousand nodes. Run alone: node --conditions=source bench/canvas-model.ts

import { createStandardCatalog } from '@millrace/nodes'
import { applyChange } from '../packages/editor/src/model/apply-change.ts'
import { readCanvas } from '../packages/editor/src/model/canvas.ts'
import { addNode } from '../packages/editor/src/model/changes/add-node.ts'
import { connect } from '../packages/editor/src/model/changes/connect.ts'
import { deleteNodes } from '../packages/editor/src/model/changes/delete-nodes.ts'
import type { Plan } from '../packages/editor/src/model/changes/plan.ts'
import { renameNode } from '../packages/editor/src/model/changes/rename-node.ts'
import { emptyHistory, record, undo } from '../packages/editor/src/model/history.ts'
import { makeRoom } from '../packages/editor/src/model/layout/make-room.ts'
import { overlayOf } from '../packages/editor/src/model/overlay/overlay.ts'
import { readRun } from '../packages/editor/src/model/overlay/run.ts'
import { indexTypes } from '../packages/editor/src/model/type-facts.ts'
import { readText, type WorkflowText } from '../packages/editor/src/model/workflow-text.ts'
import { type Figure, median, shownNumber } from './figure.ts'

const count = 1_000
const source = [
  'id: large\ntriggers:\n  start: { type: manual }\nnodes:\n',
  ...Array.from({ length: count }, (_, index) => nodeText(index)),
].join('')

function nodeText(index: number): string {
  const [up, next] = [index > 0 ? `{{ nodes.n${index - 1}.output.body.id }}` : '1', index + 1 < count ? `    next: n${index + 1}\n` : '']
  return `  n${index}: # call ${index}\n    type: http.request\n    with: { method: POST, url: "https://x.test/${up}", body: "{{ input }}" }\n${next}`
}

export function benchCanvasModel(): Promise<Figure[]> {
  const catalog = createStandardCatalog()
  const types = indexTypes(
    catalog.list().map((type) => ({ ...type, ports: type.ports({}) })),
    catalog.listTriggers().map(({ type, title, icon, summary }) => ({ type, title, icon, summary })),
  )
  const text = readText(source)
  const act = (plan: Plan): WorkflowText => {
    const applied = plan.ok ? applyChange(text, plan.change) : undefined
    if (!applied?.ok) throw new Error('The action was refused: mend the bench.')
    return applied.text
  }
  const drawn = (read: WorkflowText) => readCanvas(read, types)
  const draft = { text, types }
  const typed = source.replace('# call 500', '# call 500!')
  const run = readRun({ triggerId: 'start', status: 'success', steps: Array.from({ length: count }, (_, index) => step(index)) }, 0)
  const canvas = drawn(text)
  const placed = Array.from({ length: count }, (_, index) => ({ key: `n${index}`, width: 224, height: 64, auto: { x: index * 296, y: 0 } }))
  const oneMoved = placed.map((one, index) => (index === 500 ? { ...one, position: { x: 0, y: 900 } } : one))
  return Promise.resolve([
    figure(
      'canvas open',
      400,
      () => drawn(readText(source)),
      'The text is read and the canvas derived from it, as when a workflow is opened',
    ),
    figure(
      'canvas keystroke',
      16,
      () => drawn(readText(typed, text)),
      'A character typed into the YAML: read, and the canvas derived anew',
    ),
    figure('canvas connect', 50, () => drawn(act(connect(draft, { from: 'n3', port: 'error', to: 'n900' }))), 'An edge is drawn'),
    figure(
      'canvas add node',
      50,
      () => drawn(act(addNode(draft, { type: 'log', after: { from: 'n500', port: 'success' } }))),
      'A node is added',
    ),
    figure(
      'canvas rename',
      100,
      () => drawn(act(renameNode(draft, 'n500', 'renamed'))),
      'A node gets another id, in every expression and edge',
    ),
    figure(
      'canvas delete 20',
      500,
      () =>
        drawn(
          act(
            deleteNodes(
              draft,
              canvas.nodes.slice(100, 120).map(({ key }) => key),
            ),
          ),
        ),
      '20 nodes are deleted',
    ),
    figure(
      'canvas undo',
      50,
      () => {
        const history = record(emptyHistory, { label: 'type', at: 0, from: source, to: typed })
        return drawn(readText(undo(history, typed)?.source ?? '', text))
      },
      'A change is noted, undone and drawn',
    ),
    figure(
      'canvas overlay',
      16,
      () => overlayOf(canvas, run, { cursor: { by: 'step', count: 700 } }),
      'A pinned execution at another step, as while scrubbing',
    ),
    figure('canvas room', 16, () => makeRoom(oneMoved), 'Places for all that nobody has placed, beside one node that somebody has'),
  ])
}

function step(index: number) {
  const [startedAt, finishedAt] = [new Date(index * 10).toISOString(), new Date(index * 10 + 8).toISOString()]
  return { step: `n${index}`, node: `n${index}`, status: 'success', port: 'success', startedAt, finishedAt, attempts: [{ startedAt }] }
}

function figure(name: string, atMost: number, run: () => unknown, meaning: string): Figure {
  for (let warm = 0; warm < 5; warm++) run()
  const times = Array.from({ length: 15 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return { name, value: median(times), unit: 'ms', target: { of: 'value', atMost }, meaning: `${meaning}; 1,000 nodes, median of 15.` }
}

if (import.meta.main) for (const { name, value, unit } of await benchCanvasModel()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
