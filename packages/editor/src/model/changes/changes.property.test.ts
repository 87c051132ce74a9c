import { parseYaml } from '@millrace/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChange } from '../apply-change.ts'
import { emptyHistory, type History, record, redo, restoreHistory, undo } from '../history.ts'
import { orderText } from '../testing/order-text.ts'
import { anyAction } from '../testing/random-action.ts'
import { testTypes } from '../testing/test-types.ts'
import { readText } from '../workflow-text.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const crowd = Array.from(
  { length: 600 },
  (_, index) => `  n${index}: { type: log, next: ${index < 599 ? `n${index + 1}` : '[]'} } # ${index}\n`,
).join('')
const sources = [
  orderText,
  'id: a\nnodes: {}\n',
  'nodes: { a: { type: if, next: b }, b: { type: log } }',
  "id: 'a'\r\nnodes:\r\n    a:\r\n        type: log # x\r\n        next: b\r\n    b: { type: log }\r\n",
  'nodes:\n  a: &a { type: log }\n  b: *a\n',
  `id: crowd\nnodes:\n${crowd}`,
]

test('whatever is done on the canvas is undone byte for byte, and done again', { timeout: 600_000 }, () => {
  const play = fc.tuple(fc.constantFrom(...sources), fc.array(anyAction, { minLength: 1, maxLength: 8 }))
  let done = 0
  fc.assert(
    fc.property(play, ([source, actions]) => {
      const texts = [source]
      let text = readText(source)
      let history: History = emptyHistory
      for (const [at, action] of actions.entries()) {
        const plan = action({ text, types: testTypes })
        const applied = plan.ok ? applyChange(text, plan.change) : undefined
        if (!applied?.ok || applied.text.source === text.source) continue
        done++
        expect(applied.text.isCurrent).toBe(true)
        expect(applied.text.value).toEqual(parseYaml(applied.text.source).value)
        expect(applyChange(applied.text, applied.inverse)).toMatchObject({ ok: true, text: { source: text.source } })
        history = record(history, { label: 'act', at: at * 5000, from: text.source, to: applied.text.source })
        text = applied.text
        texts.push(text.source)
      }
      history = restoreHistory(JSON.parse(JSON.stringify(history)))
      let current = text.source
      for (const before of texts.slice(0, -1).reverse()) {
        const back = undo(history, current)
        expect(back?.source).toBe(before)
        if (back !== undefined) ({ history, source: current } = back)
      }
      expect(undo(history, current)).toBeUndefined()
      for (const after of texts.slice(1)) {
        const again = redo(history, current)
        expect(again?.source).toBe(after)
        if (again !== undefined) ({ history, source: current } = again)
      }
    }),
    { numRuns: Math.ceil(120 * scale) },
  )
  expect(done).toBeGreaterThan(0)
})
