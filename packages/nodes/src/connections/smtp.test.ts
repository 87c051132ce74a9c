import { expect, test } from 'vitest'
import { smtp } from './smtp.ts'

test('encrypts from the start unless told otherwise, and needs no login', () => {
  expect(smtp.parse({ host: 'mail' })).toEqual({ host: 'mail', port: 465, security: 'tls' })
})

test('tells what security there is', () => {
  expect(() => smtp.parse({ host: 'mail', security: 'ssl' })).toThrow(/starttls/)
})
