import type { Json } from '@millrace/engine'
import { RetryableError, type ValueChange, type ValueScope, type Values } from '@millrace/kit'
import type { ValuePlace, ValueStore } from '@millrace/store'
import type { StepPlace } from '../ports.ts'
import { fatally } from './fatally.ts'
import type { WritePatiently } from './write-patiently.ts'

/** More writers than this in a row coming first is no chance: the key is written all the time. */
const mostTries = 1_000

/** The key-value space as one step sees it. */
export function createHostValues(
  store: ValueStore,
  { account, workflowId }: Pick<StepPlace, 'account' | 'workflowId'>,
  now: () => number,
  patiently: WritePatiently,
): Values {
  const spaceOf = (scope: ValueScope) => (scope === 'workflow' ? `workflow:${workflowId}` : 'account')
  const placeOf = (scope: ValueScope, key: string): ValuePlace => ({ account, space: spaceOf(scope), key })
  const expiry = (at: number, ttlMs: number | undefined) => (ttlMs === undefined ? {} : { expiresAt: at + ttlMs })

  /** One try: reads, lets the caller decide, writes if nobody came between. */
  async function tryUpdate<Result>(
    place: ValuePlace,
    change: (current: Json | undefined) => ValueChange<Result>,
  ): Promise<{ result: Result } | 'conflict'> {
    const at = now()
    const current = await store.get(place, at)
    const { value, ttlMs, result } = change(current?.value)
    if (value !== undefined) {
      const expected = current?.revision ?? 'missing'
      const outcome = await store.put({ ...place, value, at, expected, ...expiry(at, ttlMs) })
      return outcome === 'conflict' ? outcome : { result }
    }
    if (current === undefined) return { result }
    return (await store.delete(place, at, current.revision)) === 'conflict' ? 'conflict' : { result }
  }

  return {
    get: async (scope, key) => (await store.get(placeOf(scope, key), now()))?.value,
    async set(scope, key, value, { ttlMs } = {}) {
      const at = now()
      await fatally(patiently(() => store.put({ ...placeOf(scope, key), value, at, ...expiry(at, ttlMs) })))
    },
    delete: async (scope, key) => (await patiently(() => store.delete(placeOf(scope, key), now()))) === true,
    async list(scope, { prefix, ...page }) {
      const space = { account, space: spaceOf(scope), ...(prefix !== undefined && { prefix }) }
      const { items, nextCursor } = await fatally(store.list(space, page, now()))
      return { items: items.map(({ key, value }) => ({ key, value })), ...(nextCursor !== undefined && { nextCursor }) }
    },
    async update(scope, key, change) {
      const place = placeOf(scope, key)
      for (let tries = 0; tries < mostTries; tries += 1) {
        const outcome = await fatally(patiently(() => tryUpdate(place, change)))
        if (outcome !== 'conflict') return outcome.result
      }
      throw new RetryableError(`The key "${key}" is written all the time: spread what is written over more keys.`, {
        code: 'VALUE_CONTENDED',
      })
    },
  }
}
