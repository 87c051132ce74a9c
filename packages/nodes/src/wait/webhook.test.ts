import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { waitWebhook } from './webhook.ts'

test('waits at its own address, as long as it may', async () => {
  expect(await testNode(waitWebhook, { with: {} })).toEqual({ type: 'signal', channel: 'token' })
  expect(await testNode(waitWebhook, { with: { timeout: '2h' }, now: 5 })).toEqual({ type: 'signal', channel: 'token', until: 7_200_005 })
})

test('its address may be read elsewhere', () => {
  expect(waitWebhook.waits).toBe('token')
})

test('a timeout is a duration', () => {
  expect(waitWebhook.checkParams({ timeout: 'soon' })).toMatchObject([{ path: ['timeout'] }])
})
