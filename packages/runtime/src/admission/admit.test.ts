import type { ExecutionSummary } from '@millrace/store'
import { expect, test } from 'vitest'
import { createSimulatedClock, settle } from '../testing/simulated-clock.ts'
import { createAdmit } from './admit.ts'
import type { Lane } from './lanes.ts'

const row = (id: string): ExecutionSummary => ({
  id,
  account: 'a',
  workflowId: 'w',
  workflowVersion: 1,
  triggerId: 'manual',
  triggerType: 'manual',
  status: 'queued',
  startedAt: 0,
  admission: { lane: 'w', priority: 50, queuedAt: 1, place: 'queued' },
})

/** A lane with one in its queue, on a store whose answers the test gives. */
function open() {
  const lane: Lane = {
    account: 'a',
    name: 'w',
    workflowId: 'w',
    limit: 1,
    onLimit: 'queue',
    held: new Set(),
    queued: new Set(['one']),
    coming: new Set(),
    giving: new Set(),
    lastQueuedAt: 1,
    next: undefined,
  }
  const reads: PromiseWithResolvers<readonly ExecutionSummary[]>[] = []
  const admitted: string[] = []
  const trouble: unknown[] = []
  const clock = createSimulatedClock(0)
  const queued = () => {
    const read = Promise.withResolvers<readonly ExecutionSummary[]>()
    reads.push(read)
    return read.promise
  }
  const admit = createAdmit({
    // Of the store this part alone is asked.
    ports: { store: { lanes: { queued } } as never, clock, onTrouble: (error) => trouble.push(error) },
    lanes: { release: () => undefined } as never,
    instance: { limit: Number.POSITIVE_INFINITY, running: new Set() },
    admit: async (_account, id) => {
      admitted.push(id)
      return true
    },
    giveWay: async () => undefined,
    supersede: async () => undefined,
    isClosed: () => false,
  })
  return { lane, reads, admitted, trouble, clock, admit }
}

test('what changes while the queue is read is looked at again', async () => {
  const { lane, reads, admitted, admit } = open()
  admit.look(lane)
  await settle()
  // Now it is on disk, and that is told; the answer that is on its way does not know of it.
  admit.look(lane)
  reads[0]?.resolve([])
  await settle()
  reads[1]?.resolve([row('one')])
  await settle()
  expect(admitted).toEqual(['one'])
})

test('a queue that could not be read is read again', async () => {
  const { lane, reads, admitted, trouble, clock, admit } = open()
  admit.look(lane)
  await settle()
  reads[0]?.reject(new Error('The store did not answer.'))
  await clock.advance(1_000)
  reads[1]?.resolve([row('one')])
  await settle()
  expect(trouble).toHaveLength(1)
  expect(admitted).toEqual(['one'])
})
