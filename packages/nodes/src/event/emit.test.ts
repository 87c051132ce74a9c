import type { Events } from '@millrace/kit'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { eventEmit } from './emit.ts'

test('sends the event and gives out its id', async () => {
  const sent: Parameters<Events['emit']>[0][] = []
  const events: Events = {
    emit: async (event) => {
      sent.push(event)
      return { id: 'e1' }
    },
  }
  const result = await testNode(eventEmit, { with: { name: 'order.paid', data: { total: '{{ input }}' } }, input: 12, host: { events } })
  expect(result).toEqual({ type: 'done', output: { eventId: 'e1' } })
  await testNode(eventEmit, { with: { name: 'order.seen' }, host: { events } })
  expect(sent).toEqual([
    { name: 'order.paid', data: { total: 12 } },
    { name: 'order.seen', data: null },
  ])
})

test('an event without a name is a mistake', () => {
  expect(eventEmit.checkParams({})).toMatchObject([{ path: ['name'] }])
})
