import { expect, test } from 'vitest'
import { keyNames } from './key-names.ts'

test('a shortcut is named as the keyboard names it', () => {
  expect(keyNames('Mod+Shift+k', false)).toEqual(['Ctrl', 'Shift', 'K'])
  expect(keyNames('Mod+Shift+k', true)).toEqual(['⌘', '⇧', 'K'])
  expect(keyNames('Mod+Plus', false)).toEqual(['Ctrl', '+'])
  expect(keyNames('?', false)).toEqual(['?'])
})
