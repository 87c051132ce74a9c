import { expect, test } from 'vitest'
import { applyPlan, draftOf } from '../testing/apply-plan.ts'
import { setParam } from './set-param.ts'

const file = `id: w
nodes:
  ask:
    type: http.request
    with:
      method: POST
      url: https://a.test # where it lies
      body: 1
    next: tell
  tell: { type: log, with: { message: hi }, next: end }
  end: { type: log }
`
const order = ['method', 'url', 'body', 'headers']
const after = (source: string, key: string, name: string, value: string | undefined) =>
  applyPlan(draftOf(source), setParam(draftOf(source), key, { name, value, order }))

test('what is emptied and written anew stands where it stood', () => {
  const emptied = after(file, 'ask', 'url', undefined)
  expect(emptied).not.toContain('url')
  expect(after(emptied, 'ask', 'url', 'https://b.test')).toBe(file.replace('https://a.test # where it lies', 'https://b.test'))
  const bare = after(file, 'tell', 'message', undefined)
  expect(bare).toContain('tell: { type: log, next: end }')
  expect(after(bare, 'tell', 'message', 'hi')).toBe(file)
})

test('the last of all, and one of no place, go to the end', () => {
  expect(after(file, 'ask', 'headers', 'x')).toContain('      body: 1\n      headers: x\n')
  expect(after(file, 'ask', 'other', 'x')).toContain('      body: 1\n      other: x\n')
  expect(after(file, 'end', 'message', 'bye')).toContain('end: { type: log, with: { message: bye } }')
})

test('a value that is there is set in its place', () => {
  expect(after(file, 'ask', 'method', 'PUT')).toBe(file.replace('POST', 'PUT'))
})
