import { expect, test } from 'vitest'
import { mysql } from './mysql.ts'

const values = { host: 'db.example.com', database: 'shop', user: 'millrace' }

test('encrypts and uses its own port unless told otherwise', () => {
  expect(mysql.parse(values)).toEqual({ ...values, port: 3306, security: 'tls' })
})

test.each([{ host: 'https://db' }, { host: 'db:1' }, { port: 0 }, { security: 'maybe' }, { ca: 'no certificate' }])(
  'refuses %o',
  (wrong) => {
    expect(() => mysql.parse({ ...values, ...wrong })).toThrow(Object.keys(wrong)[0])
  },
)
