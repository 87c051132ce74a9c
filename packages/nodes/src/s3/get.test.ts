import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { awsHost } from '../testing/aws-host.ts'
import { openLocalServer } from '../testing/local-server.ts'
import { s3Get } from './get.ts'

const target = { connection: 'aws', bucket: 'box', key: 'a.json' }

async function getFrom(answer: Parameters<typeof openLocalServer>[0], more: Record<string, string | number> = {}) {
  await using server = await openLocalServer(answer)
  return await testNode(s3Get, { with: { ...target, ...more }, host: awsHost(server.url), fetch })
}

test.each([
  ['AccessDenied', 403, 'FatalError', 'AWS_REFUSED'],
  ['SignatureDoesNotMatch', 403, 'FatalError', 'AWS_REFUSED'],
  ['NotImplemented', 501, 'FatalError', 'AWS_REFUSED'],
  ['SlowDown', 503, 'RetryableError', 'AWS_FAILED'],
  ['InternalError', 500, 'RetryableError', 'AWS_FAILED'],
  ['RequestTimeout', 400, 'RetryableError', 'AWS_FAILED'],
])('%s (%i) is a %s', async (said, status, name, code) => {
  const xml = `<?xml version="1.0"?><Error><Code>${said}</Code><Message>Words &amp; more</Message><RequestId>1</RequestId></Error>`
  await expect(getFrom((_request, response) => response.writeHead(status).end(xml))).rejects.toMatchObject({
    name,
    code,
    message: expect.stringContaining(`${said}: Words & more`),
    details: { status, code: said },
  })
})

test('an answer that is no XML is told by its status', async () => {
  const page = (_request: unknown, response: import('node:http').ServerResponse) => void response.writeHead(502).end('<html><br></body>')
  await expect(getFrom(page)).rejects.toMatchObject({ name: 'RetryableError', details: { status: 502, code: '' } })
})

test('a redirect is not followed: the key is for this host alone', async () => {
  await using other = await openLocalServer((_request, response) => response.end('{}'))
  const answer = getFrom((_request, response) => response.writeHead(307, { location: `${other.url}/box/a.json` }).end())
  await expect(answer).rejects.toMatchObject({ code: 'AWS_REFUSED', message: expect.stringContaining('another region') })
  expect(other.requests).toEqual([])
})

test('a connection that breaks off may be tried again', async () => {
  const answer = getFrom((_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half')
    response.destroy()
  })
  await expect(answer).rejects.toMatchObject({ name: 'RetryableError', code: 'AWS_FAILED' })
})

test('a server that is not there may be tried again', async () => {
  const trial = { with: target, host: awsHost('http://127.0.0.1:1'), fetch }
  await expect(testNode(s3Get, trial)).rejects.toMatchObject({ name: 'RetryableError', code: 'AWS_FAILED' })
})

test.each([
  ['FILE_TOO_LARGE', 'x'.repeat(1024 * 1024 + 1), { as: 'text', limit: 1 }],
  ['FILE_NOT_TEXT', Buffer.of(0xff, 0xfe), { as: 'text' }],
  ['BAD_JSON', '{', { as: 'json' }],
])('%s', async (code, body, more) => {
  const answer = getFrom((_request, response) => response.end(body), more)
  await expect(answer).rejects.toMatchObject({ code, message: expect.stringContaining('a.json') })
})

test('an abort stays an abort', async () => {
  await using server = await openLocalServer(() => undefined)
  const signal = AbortSignal.abort(new Error('cancelled'))
  await expect(testNode(s3Get, { with: target, host: awsHost(server.url), fetch, signal })).rejects.toThrow('cancelled')
})
