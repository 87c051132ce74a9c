import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createHostValues } from './host-values.ts'
import { once } from './testing/once.ts'

function opened(now: () => number = () => 1_000) {
  const { values } = createMemoryStore()
  return { store: values, of: (account: string, workflowId: string) => createHostValues(values, { account, workflowId }, now, once) }
}

test('a hundred increments at once count to a hundred', async () => {
  const { of } = opened()
  const increment = () =>
    of('acme', 'w').update('account', 'n', (current) => ({ value: Number(current ?? 0) + 1, result: Number(current ?? 0) + 1 }))
  const results = await Promise.all(Array.from({ length: 100 }, increment))
  expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  expect(await of('acme', 'other').get('account', 'n')).toBe(100)
})

test('an update that another writer overtakes is tried again on what that one wrote', async () => {
  const { of } = opened()
  const values = of('acme', 'w')
  await values.set('workflow', 'k', 1)
  let overtaken = false
  const seen: unknown[] = []
  await values.update('workflow', 'k', (current) => {
    seen.push(current)
    if (!overtaken) void values.set('workflow', 'k', 10)
    overtaken = true
    return { value: Number(current) + 1, result: null }
  })
  expect(seen).toEqual([1, 10])
  expect(await values.get('workflow', 'k')).toBe(11)
})

test('an update to undefined deletes, with nothing there it writes nothing', async () => {
  const { of } = opened()
  const values = of('acme', 'w')
  await values.set('workflow', 'k', 1)
  expect(await values.update('workflow', 'k', (current) => ({ value: undefined, result: current }))).toBe(1)
  expect(await values.update('workflow', 'k', (current) => ({ value: undefined, result: current }))).toBeUndefined()
  expect(await values.get('workflow', 'k')).toBeUndefined()
})

test('a value outlives its time by nothing, whichever way it was written', async () => {
  let time = 0
  const values = opened(() => time).of('acme', 'w')
  await values.set('account', 'a', 1, { ttlMs: 100 })
  await values.update('account', 'b', () => ({ value: 1, ttlMs: 100, result: null }))
  time = 99
  expect((await values.list('account', { limit: 9 })).items).toHaveLength(2)
  time = 100
  expect((await values.list('account', { limit: 9 })).items).toEqual([])
  expect(await values.delete('account', 'a')).toBe(false)
})

test('a workflow sees its own keys and those of its account, no others', async () => {
  const { of } = opened()
  await of('acme', 'w').set('workflow', 'k', 'w')
  await of('acme', 'account').set('workflow', 'k', 'a workflow that is called account')
  await of('acme', 'v').set('account', 'k', 'shared')
  await of('globex', 'w').set('workflow', 'k', 'theirs')
  expect(await of('acme', 'w').get('workflow', 'k')).toBe('w')
  expect(await of('acme', 'w').get('account', 'k')).toBe('shared')
  expect(await of('acme', 'v').get('workflow', 'k')).toBeUndefined()
  expect(await of('globex', 'x').get('account', 'k')).toBeUndefined()
})

test('what can never be stored fails for good', async () => {
  const values = opened().of('acme', 'w')
  await expect(values.set('account', 'k', 'x'.repeat(1024 * 1024))).rejects.toMatchObject({ name: 'FatalError', code: 'VALUE_TOO_LARGE' })
  await expect(values.update('account', '', () => ({ value: 1, result: 1 }))).rejects.toMatchObject({
    name: 'FatalError',
    code: 'VALUE_KEY_INVALID',
  })
  await expect(values.list('account', { limit: 1, cursor: 'x' })).rejects.toMatchObject({ name: 'FatalError', code: 'CURSOR_INVALID' })
})
