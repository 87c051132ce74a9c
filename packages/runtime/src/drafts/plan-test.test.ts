import { compilePlan, type Json, parseWorkflow, type StepRecord } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createTestNodes } from '../testing/test-nodes.ts'
import { planTest } from './plan-test.ts'

const source = `id: w
nodes:
  check: { type: set, with: { values: 0 }, next: { success: yes_way, error: no_way } }
  yes_way: { type: set, with: { values: 1 } }
  no_way: { type: set, with: { values: 2 } }
  each:
    type: for-each
    with: { items: [1, 2] }
    nodes:
      x: { type: set, with: { values: 1 }, next: y }
      y: { type: set, with: { values: 2 } }
`

function planOf() {
  const { registry } = createTestNodes()
  const parsed = parseWorkflow(source, registry)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  return compilePlan(parsed.workflow, registry)
}

const step = (path: string, output: Json, more: Partial<StepRecord> = {}): StepRecord => ({
  index: 0,
  step: path,
  node: path.slice(path.lastIndexOf('.') + 1),
  type: 'set',
  status: 'success',
  startedAt: 0,
  output,
  attempts: [],
  logs: [],
  ...more,
})

const recorded = (...steps: readonly StepRecord[]) => ({ trigger: { id: 't', type: 'manual', data: {} }, inputs: {}, steps })

test('a pinned node leaves by the port that leads to the node that is asked for', () => {
  const plan = planOf()
  expect(planTest(plan, { pins: { check: 1, gone: 2 } })).toEqual({ given: { check: { output: 1 } } })
  expect(planTest(plan, { pins: { check: 1 }, until: 'no_way' }).given).toEqual({ check: { output: 1, port: 'error' } })
  expect(planTest(plan, { pins: { check: 1 }, only: 'yes_way' }).given).toEqual({ check: { output: 1, port: 'success' } })
})

test('a node alone reads what its iteration could see of an execution, but for what is hidden, failed or pinned', () => {
  const steps = [
    step('check', 'checked', { port: 'success' }),
    step('yes_way', 'hidden', { hides: ['output'] }),
    step('no_way', null, { status: 'skipped' }),
    step('each[1].x', 'first x'),
    step('each[1].y', 'own'),
    step('each[0].x', 'other x'),
  ]
  expect(planTest(planOf(), { pins: {}, only: 'y', recorded: recorded(...steps) })).toEqual({
    given: { check: { output: 'checked', port: 'success' }, x: { output: 'first x' } },
    target: { node: 'y', alone: true, at: { each: 1 } },
  })
  const pinned = planTest(planOf(), { pins: { x: 'pinned' }, only: 'y', item: 5, input: null, recorded: recorded(...steps) })
  expect(pinned.given?.x).toEqual({ output: 'pinned' })
  expect(pinned.target).toMatchObject({ item: 5, input: null })
})

test('a node that the workflow does not have is refused', () => {
  expect(() => planTest(planOf(), { pins: {}, until: 'nobody' })).toThrow(/no node "nobody"/)
})
