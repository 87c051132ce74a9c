import { expect, test } from 'vitest'
import { postgres } from './postgres.ts'

const values = { host: 'db.example.com', database: 'shop', user: 'millrace' }

test('encrypts and uses its own port unless told otherwise', () => {
  expect(postgres.parse(values)).toEqual({ ...values, port: 5432, security: 'tls' })
})

test.each([{ host: 'https://db' }, { host: 'db:1' }, { port: 0 }, { security: 'maybe' }, { ca: 'no certificate' }])(
  'refuses %o',
  (wrong) => {
    expect(() => postgres.parse({ ...values, ...wrong })).toThrow(Object.keys(wrong)[0])
  },
)
