import { expect, test } from 'vitest'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { createSharedClients } from './host-clients.ts'
import { stepPlace, type TestPlace } from './testing/step-place.ts'

function opened(options: { most?: number } = {}) {
  const clock = createSimulatedClock(0)
  const trouble: unknown[] = []
  const clients = createSharedClients({ clock, onTrouble: (error) => trouble.push(error), ...options })
  const closed: string[] = []
  let opens = 0
  const share = (place: TestPlace, key: string) =>
    clients.of(place).share(key, async () => {
      opens += 1
      const name = `${key}${opens}`
      return { client: name, close: async () => void closed.push(name) }
    })
  return { clock, clients, closed, share, trouble, opens: () => opens }
}

test('steps at the same time and later ones share one client', async () => {
  const { share, opens } = opened()
  expect(await Promise.all([share(stepPlace(), 'db'), share(stepPlace(), 'db')])).toEqual(['db1', 'db1'])
  expect(await share(stepPlace(), 'db')).toBe('db1')
  expect(opens()).toBe(1)
})

test('another account, node type or key is another client', async () => {
  const { share } = opened()
  await share(stepPlace(), 'db')
  expect(await share(stepPlace({ account: 'globex' }), 'db')).toBe('db2')
  expect(await share(stepPlace({ type: 'other.node' }), 'db')).toBe('db3')
  expect(await share(stepPlace(), 'other')).toBe('other4')
})

test('a client is closed five minutes after the last step that used it has ended', async () => {
  const { clock, closed, share } = opened()
  const [first, second] = [stepPlace(), stepPlace()]
  await share(first, 'db')
  first.end()
  await clock.advance(4 * 60_000)
  await share(second, 'db')
  await clock.advance(60 * 60_000)
  expect(closed).toEqual([])
  second.end()
  await clock.advance(5 * 60_000 - 1)
  expect(closed).toEqual([])
  await clock.advance(1)
  expect(closed).toEqual(['db1'])
  expect(await share(stepPlace(), 'db')).toBe('db2')
})

test('past the limit the one that was used longest ago is closed, never one in use', async () => {
  const { closed, share } = opened({ most: 2 })
  const [a, b, again] = [stepPlace(), stepPlace(), stepPlace()]
  await share(a, 'a')
  await share(b, 'b')
  await expect(share(stepPlace(), 'c')).rejects.toMatchObject({ name: 'RetryableError', code: 'CLIENTS_BUSY' })
  a.end()
  b.end()
  await share(again, 'a')
  again.end()
  await share(stepPlace(), 'c')
  expect(closed).toEqual(['b2'])
})

test('one that fails to open is not kept, and all who waited for it are told', async () => {
  const { clients } = opened()
  const failing = () => clients.of(stepPlace()).share('db', () => Promise.reject(new Error('refused')))
  const outcomes = await Promise.allSettled([failing(), failing()])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await clients.of(stepPlace()).share('db', async () => ({ client: 'good', close: async () => undefined }))).toBe('good')
})

test('at the end all are closed, and one that cannot be is told and keeps no other', async () => {
  const { clients, closed, share, trouble } = opened()
  await clients.of(stepPlace()).share('bad', async () => ({ client: 1, close: () => Promise.reject(new Error('stuck')) }))
  await share(stepPlace(), 'good')
  await clients.close()
  expect(closed).toEqual(['good1'])
  expect(trouble).toMatchObject([{ message: 'stuck' }])
})
