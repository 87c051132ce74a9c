import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { awsHost } from '../testing/aws-host.ts'
import { openLocalServer } from '../testing/local-server.ts'
import { s3Put } from './put.ts'

const target = { connection: 'aws', bucket: 'box', key: 'a b/ü+.txt' }

test('sends a file with its length and signed hash, in one piece', async () => {
  await using server = await openLocalServer((_request, response) => response.setHeader('etag', '"e"').end())
  const host = awsHost(server.url)
  const file = await host.files.write(Buffer.from('hello'), { name: 'a.txt', mediaType: 'text/plain' })
  const result = await testNode(s3Put, { with: { ...target, file, metadata: { Who: ' ann ' } }, host, fetch })
  expect(result).toMatchObject({ output: { bucket: 'box', key: target.key, etag: '"e"', size: 5 } })
  const [request] = server.requests
  expect(request).toMatchObject({
    method: 'PUT',
    url: '/box/a%20b/%C3%BC%2B.txt',
    body: 'hello',
    headers: {
      'content-length': '5',
      'content-type': 'text/plain',
      'x-amz-content-sha256': file.sha256,
      'x-amz-meta-who': 'ann',
      authorization: expect.stringContaining('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-meta-who,'),
    },
  })
  expect(request?.headers['transfer-encoding']).toBeUndefined()
  expect(JSON.stringify(request)).not.toContain('c4nary')
})

test('JSON and text are written as such', async () => {
  await using server = await openLocalServer((_request, response) => response.end())
  for (const content of ['hi', { a: 1 }, null]) {
    await testNode(s3Put, { with: { ...target, content }, host: awsHost(server.url), fetch })
  }
  expect(server.requests.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
    ['hi', 'text/plain;charset=utf-8'],
    ['{"a":1}', 'application/json'],
    ['null', 'application/json'],
  ])
})

test('a file that changed after its handle was made is not kept', async () => {
  await using server = await openLocalServer((_request, response) => response.end())
  const host = awsHost(server.url)
  const file = { ...(await host.files.write(Buffer.from('hello'))), size: 6 }
  await expect(testNode(s3Put, { with: { ...target, file }, host, fetch })).rejects.toMatchObject({ code: 'AWS_FAILED' })
})

test.each([{ file: {}, content: 1 }, {}])('takes exactly one of file and content: %j', (more) => {
  expect(s3Put.checkParams({ ...target, ...more })).not.toEqual([])
})

test.each(['../other-bucket/x', 'a/../../b', './a', 'a/.', ''])('the key %j would be another object', (key) => {
  expect(s3Put.checkParams({ ...target, key, content: 'x' })).toMatchObject([{ path: ['key'] }])
})

test.each(['../x', 'a/b', 'a?b', '-x', 'a'])('%j is no bucket', (bucket) => {
  expect(s3Put.checkParams({ ...target, bucket, content: 'x' })).toMatchObject([{ path: ['bucket'] }])
})

test('metadata cannot begin another header', () => {
  expect(s3Put.checkParams({ ...target, content: 'x', metadata: { a: 'b\r\nx-amz-acl: public-read' } })).toMatchObject([
    { path: ['metadata', 'a'] },
  ])
})

test('more than 5 GiB are refused before anything is sent', async () => {
  await using server = await openLocalServer((_request, response) => response.end())
  const host = awsHost(server.url)
  const file = { ...(await host.files.write(Buffer.from('x'))), size: 6 * 1024 ** 3 }
  await expect(testNode(s3Put, { with: { ...target, file }, host, fetch })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
  expect(server.requests).toEqual([])
})
