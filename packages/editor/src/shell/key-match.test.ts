import { expect, test } from 'vitest'
import { isKey } from './key-match.ts'

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

test('a shortcut is its key with exactly its modifiers', () => {
  expect(isKey({ ...none, key: 'k', ctrlKey: true }, 'Mod+K', false)).toBe(true)
  expect(isKey({ ...none, key: 'k', metaKey: true }, 'Mod+K', true)).toBe(true)
  expect(isKey({ ...none, key: 'k', metaKey: true }, 'Mod+K', false)).toBe(false)
  expect(isKey({ ...none, key: 'k' }, 'Mod+K', false)).toBe(false)
  expect(isKey({ ...none, key: 'K', ctrlKey: true, shiftKey: true }, 'Mod+K', false)).toBe(false)
  expect(isKey({ ...none, key: 'K', ctrlKey: true, shiftKey: true }, 'Mod+Shift+K', false)).toBe(true)
  expect(isKey({ ...none, key: 'ArrowUp' }, 'ArrowUp', false)).toBe(true)
})

test('a sign is itself on every keyboard, with or without Shift', () => {
  expect(isKey({ ...none, key: '?', shiftKey: true }, '?', false)).toBe(true)
  expect(isKey({ ...none, key: '?' }, '?', false)).toBe(true)
  expect(isKey({ ...none, key: '+', ctrlKey: true, shiftKey: true }, 'Mod+Plus', false)).toBe(true)
  expect(isKey({ ...none, key: '?', altKey: true }, '?', false)).toBe(false)
})
