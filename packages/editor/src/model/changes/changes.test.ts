import { parseYaml } from '@millrace/engine'
import { describe, expect, test } from 'vitest'
import { applyPlan, draftOf, linesChanged } from '../testing/apply-plan.ts'
import { orderText } from '../testing/order-text.ts'
import { addNode, addTrigger } from './add-node.ts'
import { addCase, removeCase, renameCase } from './cases.ts'
import { connect, disconnect, reconnect } from './connect.ts'
import { deleteNodes } from './delete-nodes.ts'
import type { Draft, Plan } from './plan.ts'
import { renameNode } from './rename-node.ts'
import { setDisabled, setField, setName } from './set-field.ts'

type Act = (draft: Draft) => Plan

const linesAfter = (act: Act, source = orderText) => linesChanged(source, applyPlan(draftOf(source), act(draftOf(source))))
const reasonOf = (act: Act, source = orderText) => {
  const made = act(draftOf(source))
  return made.ok ? undefined : made.reason
}

describe('connecting', () => {
  test('writes no more than it must', () => {
    expect(linesAfter((draft) => connect(draft, { from: 'tell', port: 'success', to: 'apologise' }))).toEqual([
      '- tell: { type: log, with: { message: "Charged {{ nodes.charge.output.status }}" } }',
      '+ tell: { type: log, with: { message: "Charged {{ nodes.charge.output.status }}" }, next: apologise }',
    ])
    expect(linesAfter((draft) => connect(draft, { from: 'review', port: 'success', to: 'tell' }))).toEqual([
      '- next: charge # in any case',
      '+ next: # in any case',
      '+ - charge',
      '+ - tell',
    ])
    expect(linesAfter((draft) => connect(draft, { from: 'charge', port: 'success', to: 'guarded' }))).toEqual([
      '- success: [each_line, tell]',
      '+ success: [each_line, tell, guarded]',
    ])
    expect(linesAfter((draft) => connect(draft, { from: 'charge', port: 'timeout', to: 'apologise' }))).toEqual(['+ timeout: apologise'])
  })

  test('names the port where a bare target stood', () => {
    const after = applyPlan(draftOf(orderText), connect(draftOf(orderText), { from: 'review', port: 'error', to: 'apologise' }))
    expect(parseYaml(after).value).toMatchObject({ nodes: { review: { next: { success: 'charge', error: 'apologise' } } } })
    expect(after).toContain('# in any case')
  })

  test('takes an edge away, and the key with the last one', () => {
    expect(linesAfter((draft) => disconnect(draft, { from: 'charge', port: 'success', to: 'tell' }))).toEqual([
      '- success: [each_line, tell]',
      '+ success: each_line',
    ])
    expect(linesAfter((draft) => disconnect(draft, { from: 'ship', port: 'success', to: 'pack' }))).toEqual(['- next: pack'])
  })

  test('leads an edge elsewhere, or lets it begin elsewhere', () => {
    const edge = { from: 'is_large', port: 'true', to: 'review' }
    expect(linesAfter((draft) => reconnect(draft, edge, { ...edge, to: 'tell' }))).toEqual([
      '- next: { true: review, false: charge }',
      '+ next: { true: tell, false: charge }',
    ])
    expect(linesAfter((draft) => reconnect(draft, edge, { ...edge, port: 'error' }))).toEqual([
      '- next: { true: review, false: charge }',
      '+ next: { false: charge, error: review }',
    ])
    expect(
      linesAfter((draft) =>
        reconnect(draft, { from: 'review', port: 'success', to: 'charge' }, { from: 'is_large', port: 'error', to: 'charge' }),
      ),
    ).toContain('- next: charge # in any case')
  })

  test.each<[string, Act]>([
    [
      'That would be a circle: tell → charge → tell. Put what is to be repeated inside a loop, or inside a for-each to go through a list.',
      (draft) => connect(draft, { from: 'tell', port: 'success', to: 'charge' }),
    ],
    [
      '"ship" is inside "each_line" and "tell" is outside all scopes; an edge cannot cross a scope. Lead to "each_line" itself, or move one of them.',
      (draft) => connect(draft, { from: 'tell', port: 'success', to: 'ship' }),
    ],
    [
      '"undo" is in catch of "guarded" and "risky" is inside "guarded"; an edge cannot cross a scope. Move one of them.',
      (draft) => connect(draft, { from: 'risky', port: 'error', to: 'undo' }),
    ],
    [
      '"tell" cannot lead to itself. Put it inside a loop to repeat it, or give it "retry".',
      (draft) => connect(draft, { from: 'tell', port: 'success', to: 'tell' }),
    ],
    ['"true" of "is_large" leads to "review" already.', (draft) => connect(draft, { from: 'is_large', port: 'true', to: 'review' })],
    [
      '"tell" has no port "yes". Its ports are success, error, timeout.',
      (draft) => connect(draft, { from: 'tell', port: 'yes', to: 'apologise' }),
    ],
    [
      'A trigger starts every node that nothing leads to. Lead another node there, and it waits for that one.',
      (draft) => connect(draft, { from: 'trigger:placed', port: 'start', to: 'tell' }),
    ],
    [
      'Nothing leads to a trigger: it is what starts the workflow.',
      (draft) => connect(draft, { from: 'tell', port: 'success', to: 'trigger:placed' }),
    ],
    ['There is no node "gone" any more.', (draft) => connect(draft, { from: 'gone', port: 'success', to: 'tell' })],
  ])('%s', (reason, act) => expect(reasonOf(act)).toBe(reason))

  test('a broken text is mended first', () => {
    expect(reasonOf((draft) => connect(draft, { from: 'a', port: 'success', to: 'b' }), 'nodes:\n  a: "\n')).toMatch(
      /^The text has a mistake.*Line 3: /,
    )
  })
})

describe('adding a node', () => {
  test('puts it behind the node that leads to it', () => {
    const plan = addNode(draftOf(orderText), {
      type: 'http.request',
      with: { url: 'https://x.test' },
      after: { from: 'is_large', port: 'error' },
    })
    expect(plan).toMatchObject({ ok: true, selected: ['http_request'] })
    const after = applyPlan(draftOf(orderText), plan)
    expect(linesChanged(orderText, after)).toEqual([
      '- next: { true: review, false: charge }',
      '+ next: { true: review, false: charge, error: http_request }',
      '+ http_request:',
      '+ url: https://x.test',
      '+ type: http.request',
      '+ with:',
    ])
    expect(Object.keys((parseYaml(after).value as { nodes: object }).nodes).slice(0, 3)).toEqual(['is_large', 'http_request', 'review'])
  })

  test('puts it into the middle of an edge', () => {
    const after = applyPlan(
      draftOf(orderText),
      addNode(draftOf(orderText), { type: 'if', id: 'is_new', between: { from: 'charge', port: 'success', to: 'tell' } }),
    )
    expect(parseYaml(after).value).toMatchObject({
      nodes: { charge: { next: { success: ['each_line', 'is_new'] } }, is_new: { type: 'if', next: { true: 'tell' } } },
    })
    const first = applyPlan(
      draftOf(orderText),
      addNode(draftOf(orderText), { type: 'log', between: { from: 'trigger:placed', port: 'start', to: 'is_large' } }),
    )
    expect(parseYaml(first).value).toMatchObject({ nodes: { log: { type: 'log', next: 'is_large' } } })
  })

  test('puts it into a part of a scope, which is made where there is none', () => {
    const value = (home: { scope: string; part: 'body' | 'catch' | 'finally' }) =>
      parseYaml(applyPlan(draftOf(orderText), addNode(draftOf(orderText), { type: 'log', home }))).value
    expect(value({ scope: 'each_line', part: 'body' })).toMatchObject({ nodes: { each_line: { nodes: { log: { type: 'log' } } } } })
    expect(value({ scope: 'guarded', part: 'finally' })).toMatchObject({
      nodes: { guarded: { finally: { close: {}, log: { type: 'log' } } } },
    })
    const fresh = 'id: a\nnodes: {}\n'
    const scope = applyPlan(draftOf(fresh), addNode(draftOf(fresh), { type: 'try' }))
    expect(
      parseYaml(applyPlan(draftOf(scope), addNode(draftOf(scope), { type: 'log', home: { scope: 'try', part: 'catch' } }))).value,
    ).toEqual({
      id: 'a',
      nodes: { try: { type: 'try', nodes: {}, catch: { log: { type: 'log' } } } },
    })
  })

  test('gives it an id that nobody has', () => {
    const plan = addNode(draftOf(orderText), { type: 'log', id: 'charge' })
    expect(plan).toMatchObject({ selected: ['charge_2'] })
    expect(addNode(draftOf(orderText), { type: 'log', id: '2 Müller & Söhne!' })).toMatchObject({ selected: ['m_ller_s_hne'] })
    expect(addNode(draftOf(orderText), { type: 'log', id: 'catch' })).toMatchObject({ selected: ['catch_2'] })
  })

  test('is refused where it cannot be', () => {
    expect(reasonOf((draft) => addNode(draft, { type: 'lgo' }))).toBe('There is no node type "lgo".')
    expect(reasonOf((draft) => addNode(draft, { type: 'log', home: { scope: 'gone', part: 'body' } }))).toBe(
      'There is no node "gone" any more.',
    )
  })

  test('triggers come before the nodes', () => {
    expect(
      parseYaml(applyPlan(draftOf(orderText), addTrigger(draftOf(orderText), { type: 'webhook', with: { path: '/b' } }))).value,
    ).toMatchObject({
      triggers: { placed: {}, nightly: {}, webhook: { type: 'webhook', with: { path: '/b' } } },
    })
    expect(applyPlan(draftOf('id: a\nnodes: {}\n'), addTrigger(draftOf('id: a\nnodes: {}\n'), { type: 'manual' }))).toBe(
      'id: a\ntriggers:\n  manual:\n    type: manual\nnodes: {}\n',
    )
  })
})

describe('deleting nodes', () => {
  test('takes the edges along and joins nobody', () => {
    expect(linesAfter((draft) => deleteNodes(draft, ['review', 'tell']))).toEqual(
      [
        '- next: { true: review, false: charge }',
        '- review:',
        '- type: log',
        "- with: { message: 'It''s large: {{ trigger.body.id }}' }",
        '- next: charge # in any case',
        '-',
        '- success: [each_line, tell]',
        '- tell: { type: log, with: { message: "Charged {{ nodes.charge.output.status }}" } }',
        '+ next: { false: charge }',
        '+ success: each_line',
      ].filter((line) => line !== '-'),
    )
  })

  test('takes what is inside a scope along, and a part that is left empty', () => {
    const value = (keys: string[]) => parseYaml(applyPlan(draftOf(orderText), deleteNodes(draftOf(orderText), keys))).value
    expect(value(['each_line', 'ship'])).not.toHaveProperty('nodes.each_line')
    expect(value(['undo'])).not.toHaveProperty('nodes.guarded.catch')
    expect(value(['risky'])).toHaveProperty('nodes.guarded.nodes', {})
    expect(value(['trigger:placed'])).toHaveProperty('triggers.nightly')
    expect(value(['trigger:placed', 'trigger:nightly'])).not.toHaveProperty('triggers')
  })
})

describe('renaming', () => {
  test('reaches every edge and every expression', () => {
    expect(linesAfter((draft) => renameNode(draft, 'charge', 'pay'))).toEqual([
      '- next: { true: review, false: charge }',
      '- next: charge # in any case',
      '- charge:',
      '- with: { url: "https://ship.test/{{ item.sku }}?paid={{ nodes.charge.output.id }}" }',
      '- tell: { type: log, with: { message: "Charged {{ nodes.charge.output.status }}" } }',
      '+ next: { true: review, false: pay }',
      '+ next: pay # in any case',
      '+ pay:',
      '+ with: { url: "https://ship.test/{{ item.sku }}?paid={{ nodes.pay.output.id }}" }',
      '+ tell: { type: log, with: { message: "Charged {{ nodes.pay.output.status }}" } }',
    ])
    expect(linesAfter((draft) => renameNode(draft, 'is_large', 'large'))).toEqual([
      '- is_large:',
      '- url: "https://pay.test/{{ nodes.is_large.output.id }}" # theirs',
      "- and {{ nodes['is_large'].output }}",
      '+ large:',
      '+ url: "https://pay.test/{{ nodes.large.output.id }}" # theirs',
      "+ and {{ nodes['large'].output }}",
    ])
  })

  test('is refused for ids that are taken or cannot be', () => {
    expect(reasonOf((draft) => renameNode(draft, 'charge', 'ship'))).toBe(
      'There is a node "ship" already: ids are unique in the whole file.',
    )
    expect(reasonOf((draft) => renameNode(draft, 'charge', 'Charge'))).toMatch(/^The id "Charge" must be lower-case letters/)
    expect(linesAfter((draft) => renameNode(draft, 'trigger:placed', 'ordered'))).toEqual(['- placed:', '+ ordered:'])
  })
})

describe('fields', () => {
  test('are set and taken away', () => {
    expect(linesAfter((draft) => setName(draft, 'charge', 'Take the money'))).toEqual(['- name: Charge the card', '+ name: Take the money'])
    expect(linesAfter((draft) => setName(draft, 'charge', ' '))).toEqual(['- name: Charge the card'])
    expect(linesAfter((draft) => setField(draft, 'ship', ['with', 'method'], 'PUT'))).toEqual([
      '- with: { url: "https://ship.test/{{ item.sku }}?paid={{ nodes.charge.output.id }}" }',
      '+ with: { url: "https://ship.test/{{ item.sku }}?paid={{ nodes.charge.output.id }}", method: PUT }',
    ])
    expect(linesAfter((draft) => setField(draft, 'trigger:placed', ['with', 'method'], 'PUT'))).toEqual([
      '- with: { path: /orders, method: POST, auth: none }',
      '+ with: { path: /orders, method: PUT, auth: none }',
    ])
    expect(linesAfter((draft) => setField(draft, 'pack', ['with', 'message'], undefined))).toEqual([
      '- pack: { type: log, with: { message: packed } }',
      '+ pack: { type: log }',
    ])
    expect(linesAfter((draft) => setDisabled(draft, ['close', 'pack'], false))).toEqual([
      '- close: { type: log, disabled: true }',
      '+ close: { type: log }',
    ])
    expect(linesAfter((draft) => setDisabled(draft, ['review', 'trigger:nightly'], true))).toHaveLength(3)
  })
})

describe('cases', () => {
  const source = `nodes:
  sort: # by kind
    type: switch
    with: { value: "{{ trigger.kind }}", cases: { cat: 1, dog: 2 } }
    next: { cat: meow, default: meow }
  code: { type: code.javascript, with: { code: x, ports: [a, b] }, next: { a: meow } }
  meow: { type: log }
`
  test('come and go with their edges', () => {
    expect(linesAfter((draft) => addCase(draft, 'sort', 'cow', 3), source)).toContain(
      '+ with: { value: "{{ trigger.kind }}", cases: { cat: 1, dog: 2, cow: 3 } }',
    )
    expect(linesAfter((draft) => removeCase(draft, 'sort', 'cat'), source)).toEqual([
      '- with: { value: "{{ trigger.kind }}", cases: { cat: 1, dog: 2 } }',
      '- next: { cat: meow, default: meow }',
      '+ with: { value: "{{ trigger.kind }}", cases: { dog: 2 } }',
      '+ next: { default: meow }',
    ])
    expect(linesAfter((draft) => renameCase(draft, 'sort', 'cat', 'lynx'), source)).toContain('+ next: { lynx: meow, default: meow }')
    expect(linesAfter((draft) => addCase(draft, 'code', 'c', null), source)).toContain(
      '+ code: { type: code.javascript, with: { code: x, ports: [a, b, c] }, next: { a: meow } }',
    )
    expect(linesAfter((draft) => removeCase(draft, 'code', 'a'), source)).toContain(
      '+ code: { type: code.javascript, with: { code: x, ports: [b] } }',
    )
  })

  test('have names that can be', () => {
    expect(reasonOf((draft) => addCase(draft, 'sort', 'default', 1), source)).toBe('There is a port "default" already.')
    expect(reasonOf((draft) => addCase(draft, 'sort', 'Cow', 1), source)).toMatch(/^"Cow" cannot name a port/)
    expect(reasonOf((draft) => addCase(draft, 'meow', 'cow', 1), source)).toBe('The ports of "meow" are always the same.')
  })
})
