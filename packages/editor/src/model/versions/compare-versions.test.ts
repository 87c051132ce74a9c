import { expect, test } from 'vitest'
import { orderText } from '../testing/order-text.ts'
import { testTypes } from '../testing/test-types.ts'
import { readText } from '../workflow-text.ts'
import { compareVersions } from './compare-versions.ts'

const compare = (left: string, right: string) => compareVersions(readText(left), readText(right), testTypes)

test('a text that differs in comments alone has no changes, and all of it is on the canvas', () => {
  const { canvas, changes, marks } = compare(orderText, orderText.replace('# from the shop', '# from elsewhere'))
  expect(changes).toEqual([])
  expect(marks.size).toBe(0)
  expect(canvas.nodes.map(({ key }) => key)).toContain('risky')
})

test('what changed in a node is told by path; its edges and what is inside it are changes of their own', () => {
  const right = orderText.replace('method: POST\n', 'method: PUT\n').replace('next: charge #', 'next: tell #')
  const { changes, marks } = compare(orderText, right)
  expect(changes).toEqual([
    {
      key: 'charge',
      about: 'node',
      mark: 'changed',
      title: 'Charge the card',
      differences: [{ path: ['with', 'method'], before: 'POST', after: 'PUT' }],
    },
    {
      key: 'review>success>tell',
      about: 'edge',
      mark: 'moved',
      title: 'review · success',
      differences: [{ path: ['leads to'], before: 'Charge the card', after: 'tell' }],
    },
  ])
  expect(marks.get('review>success>charge')).toBe('removed')
})

test('what is no more stays on the canvas in its scope, marked as removed', () => {
  const right = orderText.replace(/ {4}finally:\n.*\n/, '')
  const { canvas, marks, changes } = compare(orderText, right)
  expect(canvas.nodes.find(({ key }) => key === 'close')).toMatchObject({ parent: 'guarded', part: 'finally' })
  expect(canvas.nodes.find(({ key }) => key === 'guarded')?.parts).toEqual(['body', 'catch', 'finally'])
  expect(marks.get('close')).toBe('removed')
  expect(changes.map(({ key, mark }) => [key, mark])).toEqual([['close', 'removed']])
})

test('a node that is new, and a workflow that says something else of itself', () => {
  const right = orderText.replace('timeout: 1h', 'timeout: 2h').replace('  tell:', '  fresh: { type: log }\n  tell:')
  expect(compare(orderText, right).changes).toEqual([
    expect.objectContaining({ key: 'file', differences: [{ path: ['settings', 'timeout'], before: '1h', after: '2h' }] }),
    expect.objectContaining({ key: 'fresh', mark: 'added' }),
  ])
})

test('what stood in a scope that is none any more stands in the open', () => {
  const right = orderText.replace(/ {2}each_line:[\s\S]*?\n\n/, '  each_line: { type: log }\n\n')
  const { canvas, changes } = compare(orderText, right)
  expect(canvas.nodes.find(({ key }) => key === 'ship')).toMatchObject({ part: 'root' })
  expect(canvas.nodes.find(({ key }) => key === 'ship')?.parent).toBeUndefined()
  expect(changes.filter(({ mark }) => mark === 'removed').map(({ key }) => key)).toEqual(['ship', 'pack', 'ship>success>pack'])
})

test('a trigger that leaves is a change', () => {
  const right = orderText.replace(/ {2}nightly:.*\n/, '')
  expect(compare(orderText, right).changes).toEqual([
    expect.objectContaining({ key: 'trigger:nightly', about: 'trigger', mark: 'removed', title: 'nightly' }),
  ])
})

test('a renamed node is one change; what reads it, stands in it or leads to it is none', () => {
  const right = orderText
    .replaceAll(/\bcharge\b/g, 'take_money')
    .replaceAll('each_line', 'lines')
    .replace('  nightly:', '  every_night:')
  const { canvas, changes, marks } = compare(orderText, right)
  const id = (before: string, after: string) => ({ mark: 'renamed', differences: [{ path: ['id'], before, after }] })
  expect(changes).toEqual([
    { ...id('nightly', 'every_night'), key: 'trigger:every_night', about: 'trigger', title: 'every_night' },
    { ...id('charge', 'take_money'), key: 'take_money', about: 'node', title: 'Charge the card' },
    { ...id('each_line', 'lines'), key: 'lines', about: 'node', title: 'lines' },
  ])
  expect(marks.size).toBe(3)
  expect(canvas.nodes.filter(({ key }) => key === 'charge' || key === 'each_line')).toEqual([])
})

test('two that say the same are told apart by what stands around them; where nothing does, nothing is guessed', () => {
  const text = (first: string, second: string, last = '') =>
    `id: w\nnodes:\n  start: { type: if, with: { condition: "{{ true }}" }, next: { true: ${first}, false: ${second} } }\n  ${first}: { type: log }\n  ${second}: { type: log }\n${last}`
  const marksOf = (left: string, right: string) => compare(left, right).changes.map(({ key, mark }) => `${key} ${mark}`)
  expect(marksOf(text('a', 'b'), text('c', 'd'))).toEqual(['c renamed', 'd renamed'])
  const alone = (ids: readonly string[]) => `id: w\nnodes:\n${ids.map((id) => `  ${id}: { type: log }\n`).join('')}`
  expect(marksOf(alone(['a', 'b']), alone(['a', 'c']))).toEqual(['c added', 'b removed'])
})
