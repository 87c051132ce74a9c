import { parseYaml } from '@millrace/engine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCanvas } from '../canvas.ts'
import { applyPlan, draftOf } from '../testing/apply-plan.ts'
import { orderText } from '../testing/order-text.ts'
import { copyNodes } from './copy-nodes.ts'
import { moveNodes } from './move-nodes.ts'
import { duplicateNodes, pasteNodes } from './paste-nodes.ts'

const empty = 'id: other\nnodes:\n  begin: { type: log, next: end }\n  end: { type: log }\n'
const copied = (keys: readonly string[], source = orderText) => {
  const copy = copyNodes(draftOf(source), keys)
  return copy.ok ? copy.text : copy.reason
}
const pasted = (yaml: string, into = empty) => applyPlan(draftOf(into), pasteNodes(draftOf(into), yaml))
const readValue = (source: string) => parseYaml(source).value

describe('copying', () => {
  test('gives YAML with the comments and quotes that stand there', () => {
    expect(copied(['is_large', 'review', 'trigger:placed'])).toBe(`triggers:
  placed:
    type: webhook # from the shop
    with: { path: /orders, method: POST, auth: none }
nodes:
  # Large ones are looked at.
  is_large:
    type: if
    with: { condition: "{{ trigger.body.total > 100 && !trigger.body.vip }}" }
    next: { true: review, false: charge }
  review:
    type: log
    with: { message: 'It''s large: {{ trigger.body.id }}' }
    next: charge # in any case
`)
    expect(copied(['ship', 'pack'])).toMatch(/^nodes:\n {2}ship:\n {4}type: http.request\n/)
    expect(copied([])).toBe('Nothing is selected: choose the nodes to copy.')
  })

  test('writes out what cannot be taken as it stands', () => {
    expect(readValue(copied(['b'], 'nodes: { a: { type: log }, b: { type: log, with: { message: x } } }'))).toEqual({
      nodes: { b: { type: 'log', with: { message: 'x' } } },
    })
    expect(readValue(copied(['b'], 'nodes:\n  a: { type: log, with: &w { message: x } }\n  b: { type: log, with: *w }\n'))).toEqual({
      nodes: { b: { type: 'log', with: { message: 'x' } } },
    })
  })
})

describe('pasting', () => {
  test('brings the text along, without edges to what was not copied', () => {
    expect(pasted(copied(['is_large', 'review']))).toBe(`${empty}  # Large ones are looked at.
  is_large:
    type: if
    with: { condition: "{{ trigger.body.total > 100 && !trigger.body.vip }}" }
    next: { true: review }
  review:
    type: log
    with: { message: 'It''s large: {{ trigger.body.id }}' }
`)
  })

  test('gives other ids where they are taken, in edges and expressions too', () => {
    const plan = pasteNodes(draftOf(orderText), copied(['charge', 'tell', 'each_line']))
    expect(plan).toMatchObject({ ok: true, selected: ['charge_2', 'each_line_2', 'tell_2'] })
    expect(readValue(applyPlan(draftOf(orderText), plan))).toMatchObject({
      nodes: {
        charge: { next: { success: ['each_line', 'tell'] } },
        charge_2: { next: { success: ['each_line_2', 'tell_2'] } },
        tell_2: { with: { message: 'Charged {{ nodes.charge_2.output.status }}' } },
        each_line_2: {
          nodes: { ship_2: { with: { url: 'https://ship.test/{{ item.sku }}?paid={{ nodes.charge_2.output.id }}' }, next: 'pack_2' } },
        },
      },
    })
  })

  test('takes a whole workflow, a map of nodes, or JSON', () => {
    expect(readCanvas(draftOf(pasted(orderText)).text, draftOf('').types).nodes).toHaveLength(16)
    expect(Object.keys((readValue(pasted(orderText)) as { triggers: object }).triggers)).toEqual(['placed', 'nightly'])
    expect(pasted('# mine\nsay: { type: log } # it\n')).toBe(`${empty}  # mine\n  say: { type: log } # it\n`)
    expect(readValue(pasted('{"nodes": {"end": {"type": "set", "next": "begin"}}}'))).toMatchObject({ nodes: { end_2: { type: 'set' } } })
    expect(readValue(pasted('My Node: { type: log }'))).toHaveProperty('nodes.my_node')
  })

  test('goes into a scope', () => {
    const after = applyPlan(draftOf(orderText), pasteNodes(draftOf(orderText), 'a: { type: log } # a', { scope: 'guarded', part: 'catch' }))
    expect(after).toContain('      a: { type: log } # a\n    finally:')
  })

  test.each([
    ['- a list', 'There are no nodes in what was pasted: copy nodes of a canvas, or a workflow file.'],
    ['hello: world', 'There are no nodes in what was pasted: copy nodes of a canvas, or a workflow file.'],
    ['a: "', 'What was pasted is no YAML of nodes. Line 1'],
  ])('%s is refused', (yaml, reason) => {
    const plan = pasteNodes(draftOf(empty), yaml)
    expect(plan.ok ? '' : plan.reason).toContain(reason.slice(0, 30))
  })

  test('a copy stands beside what it is of', () => {
    expect(readValue(applyPlan(draftOf(orderText), duplicateNodes(draftOf(orderText), ['ship', 'pack'])))).toMatchObject({
      nodes: { each_line: { nodes: { ship: {}, pack: {}, ship_2: { next: 'pack_2' }, pack_2: {} } } },
    })
  })

  test('whatever is copied means the same where it is pasted', () => {
    const keys = readCanvas(draftOf(orderText).text, draftOf('').types).nodes.map(({ key }) => key)
    fc.assert(
      fc.property(fc.subarray(keys, { minLength: 1 }), (chosen) => {
        const source = copied(chosen)
        const after = readValue(pasted(source, 'id: x\nnodes: {}\n'))
        const twice = copied(chosen, pasted(source, 'id: x\nnodes: {}\n'))
        expect(after).toMatchObject({ id: 'x' })
        expect(readValue(pasted(twice, 'id: x\nnodes: {}\n'))).toEqual(after)
      }),
      { numRuns: 10 },
    )
  })
})

describe('moving', () => {
  const moved = (keys: readonly string[], home?: Parameters<typeof moveNodes>[2]) =>
    applyPlan(draftOf(orderText), moveNodes(draftOf(orderText), keys, home))
  const reasonOf = (keys: readonly string[], home?: Parameters<typeof moveNodes>[2]) => {
    const plan = moveNodes(draftOf(orderText), keys, home)
    return plan.ok ? undefined : plan.reason
  }

  test('into a scope cuts the edges that would cross it, and keeps comments', () => {
    const after = moved(['is_large', 'review'], { scope: 'guarded', part: 'body' })
    expect(after).toContain('      # Large ones are looked at.\n      is_large:\n        type: if\n')
    expect(after.match(/Large ones/g)).toHaveLength(1)
    expect(readValue(after)).toMatchObject({
      nodes: { guarded: { nodes: { risky: {}, is_large: { next: { true: 'review' } }, review: { type: 'log' } } } },
    })
    expect(readValue(after)).not.toHaveProperty('nodes.guarded.nodes.review.next')
  })

  test('out of a scope takes a part along that is left empty', () => {
    const after = moved(['undo'])
    expect(readValue(after)).toHaveProperty('nodes.undo')
    expect(readValue(after)).not.toHaveProperty('nodes.guarded.catch')
    expect(readValue(moved(['ship', 'pack']))).toMatchObject({ nodes: { each_line: { nodes: {} }, ship: { next: 'pack' }, pack: {} } })
  })

  test('is refused where it cannot be', () => {
    expect(reasonOf(['guarded'], { scope: 'guarded', part: 'body' })).toBe('"guarded" cannot be moved into itself.')
    expect(reasonOf(['trigger:placed'], { scope: 'guarded', part: 'body' })).toBe(
      'A trigger starts the whole workflow: it stands outside all scopes.',
    )
    expect(reasonOf(['ship'], { scope: 'each_line', part: 'body' })).toBe('"ship" stands there already.')
  })

  test('changes nothing else, wherever it goes', () => {
    const draft = draftOf(orderText)
    const { nodes } = readCanvas(draft.text, draft.types)
    const homes = [undefined, { scope: 'guarded', part: 'catch' }, { scope: 'each_line', part: 'body' }] as const
    for (const home of homes) {
      for (const { key } of nodes) {
        const plan = moveNodes(draft, [key], home)
        if (!plan.ok) continue
        const after = readCanvas(draftOf(applyPlan(draft, plan)).text, draft.types)
        expect(after.nodes.map((node) => node.key).sort()).toEqual(nodes.map((node) => node.key).sort())
        const left = new Set(after.edges.map(({ id }) => id))
        for (const { id, from, to, kind } of readCanvas(draft.text, draft.types).edges) {
          if (kind !== 'trigger' && from !== key && to !== key) expect(left).toContain(id)
        }
      }
    }
  })
})
