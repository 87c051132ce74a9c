import { expect, test } from 'vitest'
import { imap } from './imap.ts'

test('encrypts from the start unless told otherwise', () => {
  const values = { host: 'mail', user: 'ada', password: 'p' }
  expect(imap.parse(values)).toEqual({ ...values, port: 993, security: 'tls' })
})

test('a mailbox needs a login', () => {
  expect(() => imap.parse({ host: 'mail' })).toThrow(/user/)
})
