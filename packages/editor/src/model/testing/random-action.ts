import fc from 'fast-check'
import { readCanvas } from '../canvas.ts'
import { addNode, addTrigger } from '../changes/add-node.ts'
import { addCase, removeCase } from '../changes/cases.ts'
import { connect, disconnect, reconnect } from '../changes/connect.ts'
import { deleteNodes } from '../changes/delete-nodes.ts'
import { moveNodes } from '../changes/move-nodes.ts'
import { duplicateNodes } from '../changes/paste-nodes.ts'
import type { Draft, Plan } from '../changes/plan.ts'
import { renameNode } from '../changes/rename-node.ts'
import { setDisabled, setField, setName } from '../changes/set-field.ts'

/** Something that a person might do on the canvas, chosen by numbers so that it fits whatever stands there. */
export type Action = (draft: Draft) => Plan

const kinds = [
  'add',
  'trigger',
  'connect',
  'disconnect',
  'reconnect',
  'delete',
  'rename',
  'name',
  'disable',
  'param',
  'case',
  'uncase',
  'between',
  'duplicate',
  'move',
] as const
const words = ['pay', 'Über', 'a: b', '{{ nodes.charge.output }}', 'true', '# not', '"', "it's"]
const types = ['log', 'if', 'for-each', 'try', 'http.request', 'switch'] as const

export const anyAction: fc.Arbitrary<Action> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    some: fc.nat(1000),
    other: fc.nat(1000),
    port: fc.nat(5),
    word: fc.constantFrom(...words),
    type: fc.constantFrom(...types),
  })
  .map((choice) => (draft: Draft) => act(draft, choice))

interface Choice {
  readonly kind: (typeof kinds)[number]
  readonly some: number
  readonly other: number
  readonly port: number
  readonly word: string
  readonly type: string
}

function act(draft: Draft, { kind, some, other, port, word, type }: Choice): Plan {
  const { nodes, edges } = readCanvas(draft.text, draft.types)
  const one = nodes[some % Math.max(1, nodes.length)]
  const two = nodes[other % Math.max(1, nodes.length)]
  const edge = edges[some % Math.max(1, edges.length)]
  if (one === undefined || two === undefined || edge === undefined) return addNode(draft, { type })
  const from = { from: one.key, port: one.ports[port % one.ports.length]?.name ?? '' }
  const part = one.parts[port % Math.max(1, one.parts.length)]
  switch (kind) {
    case 'add':
      return addNode(draft, { type, id: word, with: { message: word }, ...(part ? { home: { scope: one.key, part } } : { after: from }) })
    case 'trigger':
      return addTrigger(draft, { type: 'webhook', with: { path: word } })
    case 'connect':
      return connect(draft, { ...from, to: two.key })
    case 'disconnect':
      return disconnect(draft, edge)
    case 'reconnect':
      return reconnect(draft, edge, port > 2 ? { ...edge, to: two.key } : { ...from, to: edge.to })
    case 'delete':
      return deleteNodes(draft, [one.key, ...(port > 2 ? [two.key] : [])])
    case 'rename':
      return renameNode(draft, one.key, `fresh_${some}`)
    case 'name':
      return setName(draft, one.key, word)
    case 'disable':
      return setDisabled(draft, [one.key, two.key], port > 2)
    case 'param':
      return setField(draft, one.key, ['with', port > 2 ? 'message' : 'url'], port > 3 ? undefined : word)
    case 'case':
      return addCase(draft, one.key, `c${other}`, word)
    case 'uncase':
      return removeCase(draft, one.key, one.ports[0]?.name ?? '')
    case 'duplicate':
      return duplicateNodes(draft, [one.key, two.key])
    case 'move':
      return moveNodes(draft, [two.key], part ? { scope: one.key, part } : undefined)
    default:
      return addNode(draft, { type, between: edge })
  }
}
