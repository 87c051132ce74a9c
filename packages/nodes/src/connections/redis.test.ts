import { expect, test } from 'vitest'
import { redis } from './redis.ts'

test('encrypts, and takes the first database, unless told otherwise', () => {
  expect(redis.parse({ host: 'redis' })).toEqual({ host: 'redis', port: 6379, database: 0, security: 'tls' })
})

test.each([{ host: 'redis://x' }, { database: -1 }, { database: 'x' }])('refuses %o', (wrong) => {
  expect(() => redis.parse({ host: 'redis', ...wrong })).toThrow(Object.keys(wrong)[0])
})
