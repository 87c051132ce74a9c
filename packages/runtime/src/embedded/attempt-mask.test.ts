import { expect, test } from 'vitest'
import { createAttemptMask } from './attempt-mask.ts'

function masking(...texts: readonly string[]) {
  const mask = createAttemptMask()
  for (const text of texts) mask.add(text)
  return mask
}

test('what an attempt has come to know is masked, also what it comes to know later', () => {
  const { add, mask } = masking('first-secret')
  expect(mask('first-secret and second-secret')).toBe('•••••• and second-secret')
  add('second-secret')
  expect(mask('first-secret and second-secret')).toBe('•••••• and ••••••')
})

test('attempts mask their own secrets and none of another’s, however many there were', () => {
  for (let round = 0; round < 40; round++) {
    expect(masking(`secret-${round}`).mask([`secret-${round}`, 'secret-x'])).toEqual(['••••••', 'secret-x'])
    expect(masking('secret-x').mask([`secret-${round}`, 'secret-x'])).toEqual([`secret-${round}`, '••••••'])
  }
  expect(masking().mask('secret-x')).toBe('secret-x')
})
