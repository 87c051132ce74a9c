import { expect, test } from 'vitest'
import { form } from './form.ts'

const fields = [{ name: 'a', type: 'text' }]
const mistakes = (changed: object) => form.checkParams({ path: '/x', title: 'X', fields, ...changed })

test.each(['/x', '/a/b-c.d', '/2027'])('%s is a path', (path) => expect(mistakes({ path })).toEqual([]))

test.each(['', 'x', '/', '//x', '/x/', '/../x', '/.x', '/a b', '/:id', '/x?y'])('%j is not', (path) => {
  expect(mistakes({ path })).toMatchObject([{ path: ['path'] }])
})

test.each([
  ['none', []],
  ['two of a name', [...fields, ...fields]],
  ['one of another kind', [{ name: 'a', type: 'colour' }]],
  ['a select without options', [{ name: 'a', type: 'select' }]],
  ['a name that is none', [{ name: 'a b', type: 'text' }]],
  ['the name of the prototype', [{ name: '__proto__', type: 'text' }]],
])('fields that are %s are refused', (_, given) => expect(mistakes({ fields: given }).length).toBeGreaterThan(0))

test.each(['https://shop.example.com/thanks', '/thanks?a=b'])('it may lead on to %s', (redirect) => {
  expect(mistakes({ redirect })).toEqual([])
})

test.each(['javascript:alert(1)', '//evil.example', '/\\evil.example', 'thanks', 'data:text/html,x'])(
  'attack 28: and not to %j',
  (redirect) => {
    expect(mistakes({ redirect })).toMatchObject([{ path: ['redirect'] }])
  },
)

test('the fields are known to expressions by their names', () => {
  expect(JSON.stringify(form.dataType?.({ fields }))).toContain('"a"')
})
