import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { awsHost } from '../testing/aws-host.ts'
import { s3Presign } from './presign.ts'

const target = { connection: 'aws', bucket: 'box', key: 'a b.txt' }

test('names the object, the key and the end, never the secret', async () => {
  const host = awsHost('https://s3.example.com')
  const result = await testNode(s3Presign, { with: { ...target, expiresIn: '15m' }, host })
  if (result.type !== 'done') throw new Error('It is done')
  const { url, expiresAt } = result.output as { url: string; expiresAt: string }
  expect(url).toMatch(/^https:\/\/s3\.example\.com\/box\/a%20b\.txt\?/)
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900')
  expect(expiresAt).toBe('2026-01-01T12:15:00.000Z')
  expect(url).not.toContain('c4nary')
})

test.each(['8d', '100ms'])('a URL cannot be good for %s', async (expiresIn) => {
  const host = awsHost('https://s3.example.com')
  await expect(testNode(s3Presign, { with: { ...target, expiresIn }, host })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})

test('a session token, which the URL would show, is refused', async () => {
  const host = awsHost('https://s3.example.com', { sessionToken: 'tok3n-of-session' })
  await expect(testNode(s3Presign, { with: target, host })).rejects.toMatchObject({
    code: 'AWS_REFUSED',
    message: expect.not.stringContaining('tok3n'),
  })
})
