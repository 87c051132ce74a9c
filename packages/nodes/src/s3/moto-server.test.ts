import type { Json } from '@millrace/engine'
import type { NodeType } from '@millrace/kit'
import { testNode } from '@millrace/kit/testing'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { sendSigned } from '../aws/send-signed.ts'
import { awsHost, startedAccess, startedAws } from '../testing/aws-host.ts'
import { s3Delete } from './delete.ts'
import { s3Get } from './get.ts'
import { s3List } from './list.ts'
import { s3Presign } from './presign.ts'
import { s3Put } from './put.ts'

describe.runIf(inject('services').aws)('on a server that speaks S3', () => {
  const key = startedAws()
  const host = awsHost(key.endpoint, key)
  beforeAll(async () => {
    const access = startedAccess('s3')
    const context = { fetch, files: host.files, now: Date.now, signal: AbortSignal.timeout(10_000) }
    expect(await sendSigned({ method: 'PUT', url: new URL('/box', access.endpoint) }, access, context)).toMatchObject({ status: 200 })
  })

  async function run(node: NodeType, params: Record<string, Json>): Promise<Json> {
    const result = await testNode(node, { with: { connection: 'aws', bucket: 'box', ...params }, host, fetch, now: Date.now() })
    if (result.type !== 'done') throw new Error('It is done')
    node.output?.parse(result.output)
    return result.output
  }

  test('a file of 20 MB comes back byte for byte, with type and metadata', async () => {
    const bytes = Uint8Array.from({ length: 20_000_000 }, (_, i) => (i * 31) % 251)
    const file = await host.files.write(bytes, { name: 'big.bin', mediaType: 'application/x-test' })
    const metadata = { Origin: 'test', 'order-id': '7' }
    expect(await run(s3Put, { key: 'files/big.bin', file, metadata })).toMatchObject({ size: 20_000_000, key: 'files/big.bin' })
    expect(await run(s3Get, { key: 'files/big.bin' })).toMatchObject({
      content: { name: 'big.bin', mediaType: 'application/x-test', size: 20_000_000, sha256: file.sha256 },
      mediaType: 'application/x-test',
      metadata: { origin: 'test', 'order-id': '7' },
      modifiedAt: expect.stringMatching(/^20.*Z$/),
    })
  })

  test.each(['plain', 'with space', 'plus+plus', 'ü/ж/日本', "quotes'()!*", 'percent%20', 'a//b', 'q?x=1&y#z', '~tilde', 'end/'])(
    'the key %j is found again as it was written',
    async (key) => {
      await run(s3Put, { key: `keys/${key}`, content: key })
      expect(await run(s3Get, { key: `keys/${key}`, as: 'text' })).toMatchObject({ content: key, mediaType: 'text/plain;charset=utf-8' })
      const { items } = (await run(s3List, { prefix: `keys/${key}` })) as { items: { key: string }[] }
      expect(items.map((one) => one.key)).toContain(`keys/${key}`)
    },
  )

  test('JSON comes back as JSON', async () => {
    await run(s3Put, { key: 'j.json', content: { a: [1, null, 'ü'] } })
    expect(await run(s3Get, { key: 'j.json', as: 'json' })).toMatchObject({ content: { a: [1, null, 'ü'] }, mediaType: 'application/json' })
  })

  test('lists all pages, folders, up to a limit; what was listed can be deleted', async () => {
    const keys = Array.from({ length: 1105 }, (_, i) => `many/${i % 5}/${String(i).padStart(4, '0')}`)
    for (const key of keys) await run(s3Put, { key, content: 'x' })
    const all = (await run(s3List, { prefix: 'many/', limit: 5000 })) as { items: { key: string; size: number }[]; more: boolean }
    expect([all.items.length, all.more, all.items[0]]).toMatchObject([1105, false, { key: 'many/0/0000', size: 1 }])
    expect(await run(s3List, { prefix: 'many/', limit: 1001 })).toMatchObject({ items: { length: 1001 }, more: true })
    expect(await run(s3List, { prefix: 'many/', delimiter: '/' })).toEqual({
      items: [],
      prefixes: ['many/0/', 'many/1/', 'many/2/', 'many/3/', 'many/4/'],
      more: false,
    })
    expect(await run(s3Delete, { key: all.items.slice(0, 1000).map(({ key }) => key) })).toEqual({ deleted: 1000 })
    expect(await run(s3List, { prefix: 'many/' })).toMatchObject({ items: { length: 105 } })
  })

  test('deletes one, and one that is not there', async () => {
    await run(s3Put, { key: 'gone & <away>', content: '' })
    expect(await run(s3Delete, { key: ['gone & <away>'] })).toEqual({ deleted: 1 })
    expect(await run(s3Delete, { key: 'never-was' })).toEqual({ deleted: 1 })
    await expect(run(s3Get, { key: 'gone & <away>' })).rejects.toMatchObject({
      code: 'AWS_REFUSED',
      details: { status: 404, code: 'NoSuchKey' },
    })
  })

  test('a key that is wrong is told in the words of the service', async () => {
    const wrong = awsHost(key.endpoint, { ...key, secretAccessKey: 'an0ther-secret-key' })
    const failure = testNode(s3List, { with: { connection: 'aws', bucket: 'box' }, host: wrong, fetch, now: Date.now() })
    await expect(failure).rejects.toMatchObject({ name: 'FatalError', details: { status: 403, code: 'SignatureDoesNotMatch' } })
  })

  test('a bucket that is not there is told in the words of the service', async () => {
    await expect(run(s3List, { bucket: 'no-such-box' })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'AWS_REFUSED',
      details: { code: 'NoSuchBucket' },
    })
  })

  test('presigned URLs let anybody read and write that object', async () => {
    // The server knows presigned URLs, but cannot check them: sign-request.test.ts does.
    await fetch(`${key.endpoint}/moto-api/reset-auth`, { method: 'POST', body: '1000' })
    const { url } = (await run(s3Presign, { key: 'shared/ü b.txt', method: 'PUT' })) as { url: string }
    expect((await fetch(url, { method: 'PUT', body: 'hello' })).status).toBe(200)
    const read = (await run(s3Presign, { key: 'shared/ü b.txt', expiresIn: '5m' })) as { url: string }
    expect(await (await fetch(read.url)).text()).toBe('hello')
  })
})
