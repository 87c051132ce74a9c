import { expect, test } from 'vitest'
import { functionTrigger } from './function.ts'

test.each(['quote', 'Quote_Price', 'a-1'])('%s is a name', (name) => {
  expect(functionTrigger.checkParams({ name })).toEqual([])
  expect(functionTrigger.addresses?.({ name })).toEqual([`POST /api/v1/functions/${name}`])
})

test.each(['', '1a', 'a/b', 'a b', '..', 'ä', 'a'.repeat(101)])('%j is not', (name) => {
  expect(functionTrigger.checkParams({ name })).toMatchObject([{ path: ['name'] }])
})
