import { expect, test } from 'vitest'
import { runsText } from './runs-text.ts'

test('the last runs are told in words', () => {
  expect(runsText([])).toBe('Never run')
  expect(runsText([{ status: 'success' }])).toBe('Last run: 1 success')
  expect(runsText([{ status: 'failed' }, { status: 'success' }, { status: 'timed_out' }, { status: 'success' }])).toBe(
    'Last 4 runs: 1 failed, 2 success, 1 timed out',
  )
})
