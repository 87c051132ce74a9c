import { createHash } from 'node:crypto'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { awsHost } from '../testing/aws-host.ts'
import { openLocalServer } from '../testing/local-server.ts'
import { s3Delete } from './delete.ts'

const target = { connection: 'aws', bucket: 'box' }

test('several keys go in one request, none of them able to name another', async () => {
  await using server = await openLocalServer((_request, response) => response.end('<DeleteResult></DeleteResult>'))
  const key = ['a', '</Key></Object><Object><Key>b&']
  expect(await testNode(s3Delete, { with: { ...target, key }, host: awsHost(server.url), fetch })).toMatchObject({ output: { deleted: 2 } })
  const [request] = server.requests
  expect(request?.body.match(/<Key>/g)).toHaveLength(2)
  expect(request).toMatchObject({
    method: 'POST',
    url: '/box?delete=',
    headers: {
      'content-md5': createHash('md5')
        .update(request?.body ?? '')
        .digest('base64'),
    },
  })
})

test('what the store did not delete is named', async () => {
  const answer = '<DeleteResult><Error><Key>b</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>'
  await using server = await openLocalServer((_request, response) => response.end(answer))
  await expect(testNode(s3Delete, { with: { ...target, key: ['a', 'b'] }, host: awsHost(server.url), fetch })).rejects.toMatchObject({
    code: 'AWS_REFUSED',
    message: expect.stringContaining('1 of 2'),
    details: { code: 'AccessDenied', failed: [{ key: 'b', code: 'AccessDenied' }] },
  })
})

test('a list of keys takes no path upwards either', () => {
  expect(s3Delete.checkParams({ ...target, key: ['a', '../b'] })).not.toEqual([])
})
