import { expect, test } from 'vitest'
import { testTypes } from '../../model/testing/test-types.ts'
import { findEntries, paletteEntries } from './palette-entries.ts'

test('the palette lists what was used last, triggers, then nodes by group', () => {
  const entries = paletteEntries(testTypes, ['node log'], true)
  expect(entries[0]).toMatchObject({ type: 'log', group: 'Recent' })
  expect(entries[1]).toMatchObject({ kind: 'trigger', group: 'Triggers' })
  expect(paletteEntries(testTypes, [], false).some(({ kind }) => kind === 'trigger')).toBe(false)
})

test('the palette finds by type, title and summary, each once', () => {
  const entries = paletteEntries(testTypes, ['node log'], true)
  expect(findEntries(entries, 'log').map(({ type }) => type)).toEqual(['log'])
  expect(findEntries(entries, 'http')[0]).toMatchObject({ type: 'http.request' })
  expect(findEntries(entries, 'xyzzy')).toEqual([])
})
