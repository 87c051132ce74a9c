import { expect, test } from 'vitest'
import { account, otherAccount } from './samples.ts'
import { type OpenStore, withStore } from './with-store.ts'

export function conformsInSettings(open: OpenStore): void {
  test(
    'the last value of a setting counts, for each account and workflow its own, also in a store opened again',
    withStore(open, async (store, { reopen }) => {
      await store.settings.put([
        { account, name: 'a', value: '1' },
        { account, name: 'b', value: '' },
        { account, workflowId: 'w', name: 'a', value: '2' },
        { account: otherAccount, name: 'a', value: '3' },
      ])
      await store.settings.put([
        { account, name: 'a', value: '4' },
        { account, name: 'b', value: null },
        { account, name: 'nobody', value: null },
      ])
      const again = reopen === undefined ? store : await reopen()
      const all = await again.settings.all()
      expect(all).toHaveLength(3)
      expect(all).toContainEqual({ account, name: 'a', value: '4' })
      expect(all).toContainEqual({ account, workflowId: 'w', name: 'a', value: '2' })
      expect(all).toContainEqual({ account: otherAccount, name: 'a', value: '3' })
    }),
  )
}
