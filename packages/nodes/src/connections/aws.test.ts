import { expect, test } from 'vitest'
import { aws } from './aws.ts'

const values = { region: 'eu-central-1', accessKeyId: 'AKIA', secretAccessKey: 's' }

test('takes a key, with or without its end and an endpoint', () => {
  const more = { ...values, sessionToken: 't', endpoint: 'http://localhost:9000' }
  expect(aws.parse(more)).toEqual(more)
  expect(aws.secretFields).toEqual(['secretAccessKey', 'sessionToken'])
})

test.each([{ region: 'a.evil.test' }, { region: '' }, { endpoint: 'ftp://x' }])('refuses %o', (wrong) => {
  expect(() => aws.parse({ ...values, ...wrong })).toThrow(Object.keys(wrong)[0])
})
