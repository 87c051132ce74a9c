import { expect, test } from 'vitest'
import type { TriggerStart } from '../trigger-start-store.ts'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

const start = (triggerId: string, at: number, more: Partial<TriggerStart> = {}): TriggerStart => ({
  account,
  workflowId: 'w',
  triggerId,
  executionId: `e${at}`,
  at,
  ...more,
})

export function conformsInTriggerStarts(open: OpenStore): void {
  test(
    'the last start of each trigger is kept, also in a store opened again',
    withStore(open, async (store, { reopen }) => {
      await store.triggerStarts.put([
        start('b', 1),
        start('a', 2),
        start('a', 9, { workflowId: 'x' }),
        start('a', 8, { account: otherAccount }),
      ])
      await store.triggerStarts.put([start('b', 3)])
      const again = reopen === undefined ? store : await reopen()
      expect(await again.triggerStarts.of(account, 'w')).toEqual([start('a', 2), start('b', 3)])
      expect(await again.triggerStarts.of(account, 'y')).toEqual([])
    }),
  )
}
