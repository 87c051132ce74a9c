import { createStandardCatalog } from '@millrace/nodes'
import { expect, test } from 'vitest'
import { rehearsedWorkflow } from './rehearsed-workflow.ts'

const registry = createStandardCatalog()
const get = { type: 'http.request', with: { url: 'http://shop.test' } }
const post = { type: 'http.request', with: { url: 'http://shop.test', method: 'POST' } }
const until = '{{ nodes.ask.output.body.ready }}'

test('a failure outside of scopes ends its path only, unless the workflow says what comes of it', () => {
  const nodes = { a: get, b: { ...get, next: { error: 'a' } }, c: { ...get, fallback: 1 }, d: { ...get, onError: 'fail' } } as const
  const { lenient, workflow } = rehearsedWorkflow({ id: 'w', nodes }, registry)
  expect([...lenient]).toEqual(['a', 'd'])
  expect(workflow.nodes).toEqual({ ...nodes, a: { ...get, onError: 'skip' }, d: { ...get, onError: 'skip' } })
})

test('a loop makes one round when it would do something, at any depth, and as many as it needs when it only reads', () => {
  const looping = (ask: object) => ({ type: 'loop', with: { until, interval: '1h' }, onError: 'skip', nodes: { ask } }) as never
  const tried = { type: 'try', nodes: { again: post } }
  const { cut, workflow } = rehearsedWorkflow(
    { id: 'w', nodes: { reads: looping(get), sends: looping(post), tries: looping(tried) } },
    registry,
  )
  expect([...cut]).toEqual(['sends', 'tries'])
  expect(Object.values(workflow.nodes).map((node) => node.with)).toEqual([
    { until, interval: '1h' },
    { until, maxIterations: 1 },
    { until, maxIterations: 1 },
  ])
})

test('a scope that waits holds nothing, and no workflow is started after a failure', () => {
  const nodes = { wait: { type: 'wait.condition', with: { until }, nodes: { ask: get } } }
  const { workflow } = rehearsedWorkflow({ id: 'w', nodes, settings: { onFailure: 'other', timeout: '1m' } }, registry)
  expect(workflow.nodes.wait).not.toHaveProperty('nodes')
  expect(workflow.settings).toEqual({ timeout: '1m' })
})
