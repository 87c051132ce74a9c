import { expect, test } from 'vitest'
import { fits } from './trigger-filter.ts'

const nightly = {
  key: 'report/nightly',
  workflowId: 'report',
  workflowName: 'Nightly report',
  triggerId: 'nightly',
  type: 'schedule',
  isEnabled: true,
  isOpen: false,
  about: 'every day at 02:00, Europe/Berlin',
}

test('a trigger is found by any of its words, within its type', () => {
  for (const search of ['', 'NIGHT report', 'berlin', 'schedule']) expect(fits(nightly, { search, type: '' })).toBe(true)
  expect(fits(nightly, { search: 'weekly', type: '' })).toBe(false)
  expect(fits(nightly, { search: '', type: 'schedule' })).toBe(true)
  expect(fits(nightly, { search: '', type: 'webhook' })).toBe(false)
})
