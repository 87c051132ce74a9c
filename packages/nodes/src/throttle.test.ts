import type { Json } from '@millrace/engine'
import { createMemoryValues, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { throttle } from './throttle.ts'

/** When each arrival passes; undefined when it was dropped. */
function line(params: Record<string, Json>) {
  let now = 0
  const values = createMemoryValues(() => now)
  return async (at: number, by: string) => {
    now = at
    const result = await testNode(throttle, { with: params, input: by, now, idempotencyKey: by, host: { values } })
    if (result.type === 'wait') return result.until
    return result.type === 'done' && result.port === undefined ? at : undefined
  }
}

test('one too many waits for the next period, in the order of arrival', async () => {
  const arrive = line({ limit: 2, per: '1s' })
  const passed = []
  for (const by of ['a', 'b', 'c', 'd', 'e']) passed.push(await arrive(100, by))
  expect(passed).toEqual([100, 100, 1100, 1100, 2100])
})

test('with drop, one too many leaves at once, and takes no place', async () => {
  const arrive = line({ limit: 1, per: '1s', onLimit: 'drop' })
  expect([await arrive(0, 'a'), await arrive(500, 'b'), await arrive(1000, 'c')]).toEqual([0, undefined, 1000])
})

test('whoever would wait too long is dropped', async () => {
  const arrive = line({ limit: 1, per: '1s', maxWait: '1s' })
  expect([await arrive(0, 'a'), await arrive(0, 'b'), await arrive(0, 'c')]).toEqual([0, 1000, undefined])
})

test('a step that is run again keeps its place', async () => {
  const arrive = line({ limit: 1, per: '1s' })
  await arrive(0, 'a')
  expect([await arrive(10, 'b'), await arrive(20, 'b'), await arrive(30, 'c')]).toEqual([1000, 1000, 2000])
})

test('keys do not limit each other', async () => {
  let now = 0
  const values = createMemoryValues(() => now)
  for (const key of ['x', 'y']) {
    now += 1
    expect(await testNode(throttle, { with: { key }, host: { values }, now, idempotencyKey: key })).toEqual({ type: 'done', output: null })
  }
})
