import { expect, test } from 'vitest'
import { workflow } from './workflow.ts'

test.each([
  [{}, ['workflow.*.*']],
  [{ workflows: 'a' }, ['workflow.a.*']],
  [
    { workflows: ['a', 'b'], statuses: ['failed', 'crashed'] },
    ['workflow.a.failed', 'workflow.a.crashed', 'workflow.b.failed', 'workflow.b.crashed'],
  ],
])('with %j it hears %j', (written, names) => {
  expect(workflow.hears?.(written, 'own').names).toEqual(names)
})

test('does not hear its own end', () => {
  const hearing = workflow.hears?.({}, 'own')
  const ended = (workflowId: string) => ({
    id: 'e',
    name: `workflow.${workflowId}.success`,
    data: { result: 1 },
    at: 0,
    source: { workflowId },
  })
  expect(hearing?.accepts?.(ended('own'))).toBe(false)
  expect(hearing?.accepts?.(ended('other'))).toBe(true)
  expect(hearing?.data(ended('other'))).toEqual({ result: 1 })
})

test('refuses what is no workflow id and no end', () => {
  expect(workflow.checkParams({ workflows: 'Mine' })).toMatchObject([{ path: ['workflows'] }])
  expect(workflow.checkParams({ statuses: 'running' })).toMatchObject([{ path: ['statuses'] }])
})
