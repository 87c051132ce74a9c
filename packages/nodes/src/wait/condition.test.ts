import { compilePlan, newExecution, parseWorkflow, transition } from '@millrace/engine'
import { createCatalog } from '@millrace/kit'
import { expect, test } from 'vitest'
import { set } from '../set.ts'
import { waitCondition } from './condition.ts'

const placesOf = (params: Parameters<typeof waitCondition.checkParams>[0]) =>
  waitCondition.checkParams(params).map(({ path }) => path.join('.'))

test('needs a condition that is one whole expression', () => {
  expect(placesOf({ until: '{{ input.done }}' })).toEqual([])
  expect(placesOf({})).toEqual(['until'])
  expect(placesOf({ until: 'input.done' })).toEqual(['until'])
})

test('takes an interval as a duration, written out or computed', () => {
  const until = '{{ input.done }}'
  expect(placesOf({ until, interval: '1m' })).toEqual([])
  expect(placesOf({ until, interval: '{{ index }}s' })).toEqual([])
  expect(placesOf({ until, interval: 'often', maxIterations: 0 })).toEqual(['interval', 'maxIterations'])
})

test('looks every ten seconds unless told otherwise', () => {
  const catalog = createCatalog([waitCondition, set], [])
  const source = `
id: polls
nodes:
  poll:
    type: wait.condition
    with: { until: "{{ index == 1 }}" }
    nodes: { look: { type: set, with: { values: { a: 1 } } } }
`
  const parsed = parseWorkflow(source, catalog)
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  const plan = compilePlan(parsed.workflow, catalog)
  const state = newExecution()
  const base = { at: 1000, executionId: 'e', workflow: { id: 'polls', version: 1 }, inputs: {}, vars: {}, env: {} }
  transition(plan, state, { ...base, type: 'execution-started', trigger: { id: 'm', type: 'manual', data: {} } })
  const looked = { at: 2000, step: 'poll[0].look', attempt: 1, startedAt: 1000, port: 'success', output: 1 }
  const { commands } = transition(plan, state, { ...looked, type: 'step-succeeded' })
  expect(commands).toEqual([{ type: 'start-timer', timer: 'wait:poll', dueAt: 12_000 }])
})
