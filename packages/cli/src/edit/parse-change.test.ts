import { expect, test } from 'vitest'
import { parseChange } from './parse-change.ts'

test.each([
  ['nodes.charge.with.url=https://x.test/a=b', ['nodes', 'charge', 'with', 'url'], 'https://x.test/a=b'],
  ['nodes.each.with.items[0]=3', ['nodes', 'each', 'with', 'items', 0], 3],
  ['a[0][1].b="3"', ['a', 0, 1, 'b'], '3'],
  ['next.200={"a": [true]}', ['next', '200'], { a: [true] }],
  ['nodes.call.with.headers["x.y=z"]=', ['nodes', 'call', 'with', 'headers', 'x.y=z'], ''],
  ['["a\\"b"].c=null', ['a"b', 'c'], null],
  ['vars.content-type={{ vars.x }}', ['vars', 'content-type'], '{{ vars.x }}'],
])('--set %s', (text, path, value) => {
  expect(parseChange('set', text)).toEqual([{ type: 'set', path, value }])
})

test('--rename and --delete', () => {
  expect(parseChange('rename', 'nodes.a=b')).toEqual([{ type: 'rename', path: ['nodes', 'a'], to: 'b' }])
  expect(parseChange('delete', 'tags[1]')).toEqual([{ type: 'delete', path: ['tags', 1] }])
})

test.each([
  ['set', 'nodes.a', 'lacks its VALUE'],
  ['set', '=1', 'begins with no path'],
  ['set', '.a=1', 'begins with no path'],
  ['set', 'a.=1', 'is no path after "a"'],
  ['set', 'a.[0]=1', 'is no path after "a"'],
  ['set', 'a[0]b=1', 'is no path after "a[0]"'],
  ['set', 'a[-1]=1', 'is no path after "a"'],
  ['set', 'a["\\q"]=1', 'is no path after "a"'],
  ['delete', 'a=1', 'is no path after "a"'],
  ['delete', '', 'begins with no path'],
  ['rename', 'a', 'lacks its KEY'],
])('--%s %s is a usage error', (option, text, message) => {
  expect(() => parseChange(option, text)).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }))
})
