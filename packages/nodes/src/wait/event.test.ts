import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { waitEvent } from './event.ts'

test('waits for the event of that name, as long as it may', async () => {
  const names = { trigger: { id: 17 } }
  expect(await testNode(waitEvent, { with: { name: 'paid-{{ trigger.id }}' }, names })).toEqual({
    type: 'signal',
    channel: 'event',
    key: 'paid-17',
  })
  expect(await testNode(waitEvent, { with: { name: 'paid', timeout: '1000h' }, now: 5 })).toMatchObject({ until: 3_600_000_005 })
})

test.each([
  [{}, 'name'],
  [{ name: '' }, 'name'],
  [{ name: 'x', timeout: 'soon' }, 'timeout'],
])('%j is a mistake', (params, place) => {
  expect(waitEvent.checkParams(params).map(({ path }) => path.join('.'))).toContain(place)
})
