import { expect, test } from 'vitest'
import type { ReplicaStatus } from '../replica/open-replica.ts'
import { tellReplica } from './tell-replica.ts'

function told(status: Partial<ReplicaStatus>): string {
  let text = ''
  const to = {
    isTerminal: false,
    usesColor: false,
    size: () => ({ columns: 80, rows: 24 }),
    write: (written: string) => {
      text += written
    },
    flushed: async () => undefined,
    onResize: () => () => undefined,
  }
  const about = { directory: '/mnt/replica', since: 0, lagMs: 0, shippedAt: undefined }
  tellReplica({ state: 'following', ...about, ...status }, { directory: '/', out: to, err: to })
  return text
}

test('while a timeline has no copy of the database, it is told what can be restored', () => {
  expect(told({ state: 'copying' })).toMatch(/being begun: until the database is copied, only what was shipped before can be restored\.$/m)
})

test('what fails says that what comes now is in the data directory alone', () => {
  expect(told({ state: 'failing', error: 'no room' })).toMatch(/^! .*in the data directory alone: no room$/m)
})
