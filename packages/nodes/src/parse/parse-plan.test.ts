import { expect, test } from 'vitest'
import { planClasses } from './parse-plan.ts'

const planned = (fields: Record<string, object>, className = 'Post') =>
  planClasses([
    { className, fields: JSON.parse(JSON.stringify(fields)) },
    { className: 'Tag', fields: {} },
  ]).find((one) => one.class === className)

test('each type of Parse has one of ours', () => {
  const types = ['String', 'Number', 'Boolean', 'Date', 'Object', 'Array', 'GeoPoint', 'Polygon', 'Bytes', 'File']
  const plan = planned(Object.fromEntries(types.map((type) => [`a${type}`, { type }])))
  expect(Object.fromEntries(plan?.columns.map(({ name, type }) => [name, type]) ?? [])).toEqual({
    objectId: 'string',
    aString: 'string',
    aNumber: 'number',
    aBoolean: 'boolean',
    aDate: 'date',
    aObject: 'json',
    aArray: 'json',
    aGeoPoint: 'geoPoint',
    aPolygon: 'json',
    aBytes: 'json',
    aFile: 'file',
  })
})

test('pointers and relations lead to tables, and those to what does not come say so', () => {
  const plan = planned({ tags: { type: 'Relation', targetClass: 'Tag' }, device: { type: 'Pointer', targetClass: '_Installation' } })
  expect(plan?.columns.slice(1)).toEqual([
    {
      name: 'device',
      from: 'device',
      type: 'pointer',
      table: 'Installation',
      targetClass: '_Installation',
      note: expect.stringContaining('_Installation'),
    },
    { name: 'tags', from: 'tags', type: 'relation', table: 'Tag', targetClass: 'Tag' },
  ])
})

test('a field whose name means something else here is renamed, and to no name that is taken', () => {
  const plan = planned({ id: { type: 'String' }, id_: { type: 'String' }, Or: { type: 'Number' }, ['x'.repeat(70)]: { type: 'String' } })
  expect(plan?.columns.slice(1).map(({ name, from }) => [from.slice(0, 4), name])).toEqual([
    ['Or', 'Or_'],
    ['id', 'id_'],
    ['id_', 'id__2'],
    ['xxxx', `${'x'.repeat(58)}_`],
  ])
  expect(plan?.columns.find(({ from }) => from === 'id')?.note).toContain('"id" cannot be the name of a column')
})

test('users come without what is secret, beside a class of the same name', () => {
  const plans = planClasses([
    { className: '_User', fields: { username: { type: 'String' }, password: { type: 'String' }, authData: { type: 'Object' } } },
    { className: 'User', fields: {} },
  ])
  expect(plans.map(({ class: name, table }) => [name, table])).toEqual([
    ['User', 'User'],
    ['_User', 'User_2'],
  ])
  expect(plans[1]?.columns.map(({ name }) => name)).toEqual(['objectId', 'username'])
  expect(plans[1]?.notes.join(' ')).toMatch(/"User_2", for "_User" cannot be.*Passwords.*"authData".*do not come along/)
})

test('what is beyond two hundred columns is left out by name, and so is a type that nobody knows', () => {
  const plan = planned({
    ...Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, { type: 'Number' }])),
    zzz: { type: 'Number' },
  })
  expect(plan?.columns).toHaveLength(200)
  expect(plan?.notes.join(' ')).toContain('Field "zzz" is left out')
  expect(planned({ a: {} })?.notes.join(' ')).toContain('Field "a" is left out: its type is not known')
})
