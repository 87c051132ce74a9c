import type { MouseEvent } from 'react'
import { expect, test } from 'vitest'
import { type Pressing, pressing } from './pressing.ts'

/** What a click on it comes to. */
function press(given: Omit<Pressing, 'onClick'>): readonly string[] {
  const told: string[] = []
  const { onClick } = pressing({ ...given, onClick: () => told.push('run') })
  const click = { preventDefault: () => told.push('no form is sent'), stopPropagation: () => told.push('nobody else hears') }
  onClick?.(click as unknown as MouseEvent<HTMLButtonElement>) // Only what is called.
  return told
}

test('it runs what it does', () => {
  expect(press({ isBusy: false })).toEqual(['run'])
  expect(pressing({ isBusy: false })).toEqual({})
})

test.each([
  [{ isBusy: true }, { 'aria-busy': true, 'aria-disabled': true }],
  [{ isBusy: false, disabled: true }, { 'aria-disabled': true }],
])('with %o it does nothing, and keeps the keyboard', (given, said) => {
  expect(press(given)).toEqual(['no form is sent', 'nobody else hears'])
  expect(pressing(given)).toMatchObject(said)
  expect(pressing(given)).not.toHaveProperty('disabled')
})
