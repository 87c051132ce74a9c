import { expect, test } from 'vitest'
import { RuntimeError } from '../errors.ts'
import type { EmitRequest } from '../events/event-bus.ts'
import { createHostEvents } from './host-events.ts'
import { once } from './testing/once.ts'
import { stepPlace } from './testing/step-place.ts'

test('an event of a step has the id of the step, says where it comes from, and counts on', async () => {
  const sent: EmitRequest[] = []
  const bus = {
    emit: async (request: EmitRequest) => {
      sent.push(request)
      return { id: request.id ?? '', position: 1, isNew: true }
    },
  }
  const events = createHostEvents(bus, { ...stepPlace({ account: 'acme' }), eventDepth: 3 }, once)
  expect(await events.emit({ name: 'paid', data: 1 })).toEqual({ id: 'e1:s' })
  expect(sent).toEqual([
    {
      account: 'acme',
      name: 'paid',
      data: 1,
      source: { workflowId: 'orders', executionId: 'e1', step: 's' },
      depth: 3,
      id: 'e1:s',
    },
  ])
})

test('what no event can be fails for good; what may pass is tried again', async () => {
  const failing = (error: Error) =>
    createHostEvents({ emit: () => Promise.reject(error) }, stepPlace(), once).emit({ name: 'a', data: null })
  await expect(failing(new RuntimeError('EVENT_TOO_DEEP', 'x'))).rejects.toMatchObject({ name: 'FatalError', code: 'EVENT_TOO_DEEP' })
  const full = new Error('The disk is full.')
  await expect(failing(full)).rejects.toBe(full)
})

test('a step that reads a secret sends nothing', async () => {
  const events = createHostEvents(
    { emit: () => Promise.reject(new Error('It must not be asked.')) },
    { ...stepPlace(), readsSecrets: true },
    once,
  )
  await expect(events.emit({ name: 'a', data: null })).rejects.toMatchObject({ code: 'SECRET_IN_EVENT' })
})
