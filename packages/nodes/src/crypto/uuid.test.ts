import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { cryptoUuid } from './uuid.ts'

async function make(version: 4 | 7, now = Date.UTC(2026, 0, 1)): Promise<string> {
  const result = await testNode(cryptoUuid, { with: { version }, now })
  return result.type === 'done' ? String(result.output) : ''
}

test.each([4, 7] as const)('version %i has its form, and is another each time', async (version) => {
  const made = await make(version)
  expect(made).toMatch(new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`))
  expect(await make(version)).not.toBe(made)
})

test('version 7 sorts by time', async () => {
  const early = await make(7, 1_000_000_000_000)
  expect(early < (await make(7, 1_000_000_000_001))).toBe(true)
  expect(Number.parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(1_000_000_000_000)
})

test('it is not repeatable, and says so', () => {
  expect(cryptoUuid.effects).toBe('read')
})
