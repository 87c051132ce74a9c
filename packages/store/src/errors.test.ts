import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { StoreError, storeErrors } from './errors.ts'

test('the README lists the codes of the catalogue with their status, no more and no less', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)].map(([, code, status]) => `${code} ${status}`)
  expect(listed).toEqual(Object.entries(storeErrors).map(([code, { status }]) => `${code} ${status}`))
})

test('an error carries what its code says, and its cause', () => {
  const cause = new Error('disk')
  expect(new StoreError('STORE_FAILED', 'm', cause)).toMatchObject({
    code: 'STORE_FAILED',
    status: 500,
    retryable: false,
    fatal: true,
    cause,
  })
  expect('cause' in new StoreError('STORE_FULL', 'm')).toBe(false)
})
