import { describe, expect, test } from 'vitest'
import { readCanvas } from './canvas.ts'
import type { Layout } from './layout-file.ts'
import { orderText } from './testing/order-text.ts'
import { testTypes } from './testing/test-types.ts'
import { readText } from './workflow-text.ts'

const canvasOf = (source: string, layout: Layout = {}) => readCanvas(readText(source), testTypes, layout)
const edgesOf = (source: string) => canvasOf(source).edges.map(({ id }) => id)

describe('the canvas of a workflow', () => {
  const canvas = canvasOf(orderText)
  const node = (key: string) => canvas.nodes.find((one) => one.key === key)

  test('has triggers and nodes, each with what it does in one line', () => {
    expect(canvas.problems).toEqual([])
    expect(canvas.nodes.map(({ key, title, line }) => `${key}: ${title}: ${line}`)).toEqual([
      'trigger:placed: placed: POST /orders',
      'trigger:nightly: nightly: every day at 02:00, Europe/Berlin',
      'is_large: is_large: trigger.body.total > 100 && !trigger.body.vip',
      "review: review: It's large: {{ trigger.body.id }}",
      'charge: Charge the card: POST https://pay.test/{{ nodes.is_large.output.id }}',
      'each_line: each_line: each of trigger.body.lines',
      'ship: ship: GET https://ship.test/{{ item.sku }}?paid={{ nodes.charge.output.id }}',
      'pack: pack: packed',
      'guarded: guarded: ',
      'risky: risky: GET https://risk.test',
      'undo: undo: error.message',
      'close: close: ',
      'tell: tell: Charged {{ nodes.charge.output.status }}',
      'apologise: apologise: sorry',
    ])
  })

  test('puts nodes into the part of the scope that they stand in', () => {
    expect(node('each_line')).toMatchObject({ kind: 'scope', parts: ['body'] })
    expect(node('guarded')).toMatchObject({ kind: 'scope', parts: ['body', 'catch', 'finally'] })
    expect(node('ship')).toMatchObject({
      parent: 'each_line',
      part: 'body',
      address: 'each_line.ship',
      path: ['nodes', 'each_line', 'nodes', 'ship'],
    })
    expect(node('undo')).toMatchObject({ parent: 'guarded', part: 'catch' })
    expect(node('close')).toMatchObject({ part: 'finally', isDisabled: true })
  })

  test('joins what leads on, by port, and triggers with all that nothing leads to', () => {
    expect(canvas.edges.map(({ id, kind, label }) => `${id} ${kind} ${label}`.trim())).toEqual([
      'trigger:placed>start>is_large trigger',
      'trigger:placed>start>guarded trigger',
      'trigger:nightly>start>is_large trigger',
      'trigger:nightly>start>guarded trigger',
      'is_large>true>review normal true',
      'is_large>false>charge normal false',
      'review>success>charge normal',
      'charge>success>each_line normal',
      'charge>success>tell normal',
      'charge>error>apologise error error',
      'ship>success>pack normal',
    ])
  })

  test('has the ports that the parameters name', () => {
    const source =
      'id: a\nnodes:\n  s: { type: switch, with: { cases: { cat: 1, dog: 2 } }, next: { cat: t, default: t } }\n  t: { type: log }\n'
    const [s] = canvasOf(source).nodes
    expect(s?.ports.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'cat normal',
      'dog normal',
      'default normal',
      'error error',
      'timeout timeout',
    ])
    expect(edgesOf(source)).toEqual(['s>cat>t', 's>default>t'])
  })

  test('shows a bare target at each port that it stands for', () => {
    expect(edgesOf('nodes:\n  a: { type: if, next: b }\n  b: { type: log }\n')).toEqual(['a>true>b', 'a>false>b'])
    expect(edgesOf('nodes:\n  a: { type: if, next: { true: b, default: [c] } }\n  b: { type: log }\n  c: { type: log }\n')).toEqual([
      'a>true>b',
      'a>false>c',
    ])
  })

  test('takes places, sizes, notes and groups from the layout', () => {
    const layout = {
      nodes: {
        tell: { x: 8, y: 16 },
        'each_line.ship': { x: 3, y: 4 },
        'trigger:placed': { x: 1, y: 2 },
      },
      collapsed: { each_line: true as const },
      notes: { n1: { x: 0, y: 0, width: 100, height: 50, text: '**Why**' } },
      groups: { g1: { title: 'Payment', nodes: ['charge', 'tell'] } },
    }
    const placed = canvasOf(orderText, layout)
    const at = (key: string) => placed.nodes.find((one) => one.key === key)
    expect(at('tell')?.position).toEqual({ x: 8, y: 16 })
    expect(at('ship')?.position).toEqual({ x: 3, y: 4 })
    expect(at('each_line')?.isCollapsed).toBe(true)
    expect(at('trigger:placed')?.position).toEqual({ x: 1, y: 2 })
    expect(at('charge')?.position).toBeUndefined()
    expect(placed.notes).toEqual([{ id: 'n1', x: 0, y: 0, width: 100, height: 50, text: '**Why**' }])
    expect(placed.groups).toEqual([{ id: 'g1', title: 'Payment', nodes: ['charge', 'tell'], isCollapsed: false }])
  })

  test.each([
    ['sorry', 'very sorry', 'apologise'],
    ['/orders', '/all-orders', 'trigger:placed'],
  ])('gives whatever is as it was as the same object, when %s becomes %s', (one, other, key) => {
    const before = readText(orderText)
    const after = readText(orderText.replace(one, other), before)
    const [some, others] = [readCanvas(before, testTypes), readCanvas(after, testTypes)]
    expect(others.nodes.filter((node, index) => node !== some.nodes[index]).map((node) => node.key)).toEqual([key])
    expect(others.edges.filter((edge, index) => edge.kind === 'trigger' && edge.from !== key && edge !== some.edges[index])).toEqual([])
  })
})

describe('a file that is half written', () => {
  test('is drawn as far as it goes, and says what could not be drawn and where', () => {
    const source = `nodes:
  a: { type: lgo, next: [b, gone, inner, a] }
  b:
  each:
    type: for-each
    nodes:
      inner: { type: log, next: b }
      a: { type: log }
`
    const canvas = canvasOf(source)
    expect(canvas.nodes.map(({ key, kind, isKnown }) => `${key} ${kind} ${isKnown}`)).toEqual([
      'a node false',
      'b node false',
      'each scope true',
      'inner node true',
      'each.a node true',
    ])
    expect(canvas.edges.map(({ id }) => id)).toEqual(['a>success>b'])
    expect(canvas.problems.map(({ code, position: { line } }) => `${line} ${code}`).sort()).toEqual([
      '2 EDGE_CROSSES_SCOPE',
      '2 SELF_EDGE',
      '2 UNKNOWN_NODE_TYPE',
      '2 UNKNOWN_TARGET',
      '3 MISSING_KEY',
      '7 EDGE_CROSSES_SCOPE',
      '8 DUPLICATE_NODE_ID',
    ])
  })

  test.each([
    'nodes: 3',
    'nodes: []',
    'nodes: { a: 1, b: [x], c: { next: 7, with: text, nodes: [] } }',
    'triggers: [1]\nnodes: { a: { next: { b: { c: d } } } }',
    'nodes: { a: { type: 5, disabled: 7, name: 8 } }',
  ])('%s is no reason to fail', (source) => expect(() => canvasOf(source)).not.toThrow())
})
