import type { Json } from '@millrace/engine'
import { createMemoryValues, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { debounce } from './debounce.ts'

/** A burst: each arrival is a step of its own, told apart by its idempotency key; then each is run again when its wait is over. */
async function burst(arrivals: readonly number[], params: Record<string, Json> = {}) {
  let now = 0
  const values = createMemoryValues(() => now)
  const steps: { readonly by: string; readonly until: number }[] = []
  const trial = (by: string, memory?: Json) =>
    testNode(debounce, {
      with: params,
      input: by,
      now,
      idempotencyKey: by,
      host: { values },
      ...(memory !== undefined && { memory }),
    })
  for (const at of arrivals) {
    now = at
    const by = `arrived at ${at}`
    const result = await trial(by)
    if (result.type !== 'again') throw new Error('It should wait first')
    steps.push({ by, until: result.until })
  }
  const ended: string[] = []
  for (const { by, until } of steps.toSorted(
    (a, b) => a.until - b.until || steps.findIndex((s) => s.by === a.by) - steps.findIndex((s) => s.by === b.by),
  )) {
    now = until
    const result = await trial(by, { waited: true })
    if (result.type === 'done' && result.port === 'success') ended.push(`${by}, went on at ${until}`)
  }
  return ended
}

test('of ten arrivals in a second one goes on, half a second after the last', async () => {
  const arrivals = Array.from({ length: 10 }, (_, i) => i * 100)
  expect(await burst(arrivals)).toEqual(['arrived at 900, went on at 1400'])
})

test('a single arrival goes on after the delay', async () => {
  expect(await burst([50], { delay: '2s' })).toEqual(['arrived at 50, went on at 2050'])
})

test('the defaults are 500 ms and one key', () => {
  expect(debounce.params.parse({})).toEqual({ delay: '500ms', key: '' })
})
