import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { createTriggerNews } from './trigger-news.ts'

const key = { account: 'acme', workflowId: 'w', triggerId: 't' }

test('what becomes of schedules and polls is told when it is written, until nobody follows', async () => {
  const store = createMemoryStore()
  const news = createTriggerNews()
  const heard: string[] = []
  const stop = news.follow((account) => heard.push(account))
  const { schedules, polls } = news.noting(store)
  await schedules.put([{ ...key, spec: '', isPaused: false }])
  expect(await store.schedules.get(key)).toMatchObject({ spec: '' })
  await polls.put({ ...key, source: 's', isPaused: true, isCaughtUp: false, seen: [], failures: 0 })
  await polls.delete(key)
  await schedules.delete(key)
  expect(heard).toEqual(['acme', 'acme', 'acme', 'acme'])
  stop()
  await schedules.put([])
  await schedules.put([{ ...key, spec: '', isPaused: false }])
  expect(heard).toHaveLength(4)
})
