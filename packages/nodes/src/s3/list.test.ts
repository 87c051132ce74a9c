import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { awsHost } from '../testing/aws-host.ts'
import { openLocalServer } from '../testing/local-server.ts'
import { s3List } from './list.ts'

const content = (key: string) =>
  `<Contents><Key>${key}</Key><Size>3</Size><ETag>"e"</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified><StorageClass>STANDARD</StorageClass></Contents>`

test('goes on from page to page and reads encoded keys', async () => {
  const pages = [
    `<ListBucketResult>${content('a%20b')}<NextContinuationToken>t+/=</NextContinuationToken></ListBucketResult>`,
    `<ListBucketResult>${content('c+d%2B%01')}<CommonPrefixes><Prefix>e%2F</Prefix></CommonPrefixes></ListBucketResult>`,
  ]
  await using server = await openLocalServer((_request, response) => response.end(pages.shift()))
  const params = { connection: 'aws', bucket: 'box', prefix: 'x/+ü', delimiter: '/', after: 'x' }
  const result = await testNode(s3List, { with: params, host: awsHost(server.url), fetch })
  const about = { size: 3, etag: '"e"', modifiedAt: '2026-01-01T00:00:00.000Z', storageClass: 'STANDARD' }
  expect(result).toMatchObject({
    output: {
      items: [
        { key: 'a b', ...about },
        { key: 'c d+\u0001', ...about },
      ],
      prefixes: ['e/'],
      more: false,
    },
  })
  expect(server.requests.map(({ url }) => Object.fromEntries(new URL(url, server.url).searchParams))).toEqual([
    { 'list-type': '2', 'encoding-type': 'url', 'max-keys': '1000', prefix: 'x/+ü', delimiter: '/', 'start-after': 'x' },
    {
      'list-type': '2',
      'encoding-type': 'url',
      'max-keys': '999',
      prefix: 'x/+ü',
      delimiter: '/',
      'start-after': 'x',
      'continuation-token': 't+/=',
    },
  ])
})

test.each(['<html>', 'plain', ''])('an endpoint that is no S3 is told: %j', async (body) => {
  await using server = await openLocalServer((_request, response) => response.end(body))
  const trial = { with: { connection: 'aws', bucket: 'box' }, host: awsHost(server.url), fetch }
  await expect(testNode(s3List, trial)).rejects.toMatchObject({ code: 'AWS_REFUSED', message: expect.stringContaining('endpoint') })
})
