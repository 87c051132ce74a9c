import type { Json, JsonObject } from '@millrace/engine'
import type { NodeType } from '@millrace/kit'
import { testNode } from '@millrace/kit/testing'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { sendSigned } from '../aws/send-signed.ts'
import { awsHost, startedAccess, startedAws } from '../testing/aws-host.ts'
import { dynamodbBatchWrite } from './batch-write.ts'
import { dynamodbDelete } from './delete.ts'
import { dynamodbGet } from './get.ts'
import { dynamodbPut } from './put.ts'
import { dynamodbQuery } from './query.ts'
import { dynamodbScan } from './scan.ts'
import { dynamodbUpdate } from './update.ts'

const condition = expect.objectContaining({ name: 'FatalError', code: 'CONDITION_FAILED' })

describe.runIf(inject('services').aws)('on a server that speaks DynamoDB', () => {
  const key = startedAws()
  const host = awsHost(key.endpoint, key)
  beforeAll(async () => {
    await createTable('plain', { id: 'S' })
    await createTable('orders', { customer: 'S', number: 'N' })
    await createTable('odd.keys', { 'a.b': 'B', 'c d': 'S' })
  })

  async function createTable(name: string, keys: Record<string, string>): Promise<void> {
    const access = startedAccess('dynamodb')
    const context = { fetch, files: host.files, now: Date.now, signal: AbortSignal.timeout(10_000) }
    const body = JSON.stringify({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.entries(keys).map(([key, type]) => ({ AttributeName: key, AttributeType: type })),
      KeySchema: Object.keys(keys).map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    })
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.CreateTable' }
    expect(await sendSigned({ method: 'POST', url: access.endpoint, headers, body }, access, context)).toMatchObject({ status: 200 })
  }

  async function run(node: NodeType, params: Record<string, Json>, now = Date.now()): Promise<Json> {
    const result = await testNode(node, { with: { connection: 'aws', table: 'plain', ...params }, host, fetch, now })
    if (result.type !== 'done') throw new Error('It is done')
    node.output?.parse(result.output)
    return result.output
  }

  test('plain JSON comes back as it was written', async () => {
    const item = {
      id: 'a',
      text: '',
      ü: "it's #n0 :v0",
      n: -1.5e-7,
      big: 9007199254740991,
      no: null,
      yes: true,
      list: [1, ['x'], {}],
      map: { a: { b: [] } },
    }
    expect(await run(dynamodbPut, { item: item })).toMatchObject({ id: 'a' })
    expect(await run(dynamodbGet, { key: { id: 'a' }, consistent: true })).toEqual(item)
    expect(await run(dynamodbGet, { key: { id: 'a' }, fields: ['map.a', 'text'] })).toEqual({
      map: { a: { b: [] } },
      text: '',
    })
    expect(await run(dynamodbGet, { key: { id: 'none' } })).toBe(null)
    expect(await run(dynamodbGet, { key: { id: 'none' }, default: { fresh: true } })).toEqual({ fresh: true })
  })

  test('sets, binary and numbers beyond JavaScript are declared, and come back as lists and texts', async () => {
    const item = { id: 'typed', tags: ['a', 'b'], primes: [2, '3'], photo: 'AP8=', huge: '12345678901234567890.123' }
    const types = { tags: 'string-set', primes: 'number-set', photo: 'binary', huge: 'number' }
    await run(dynamodbPut, { item, types })
    expect(await run(dynamodbGet, { key: { id: 'typed' } })).toEqual({ ...item, primes: [2, 3] })
    expect(await run(dynamodbScan, { where: { path: 'tags', is: 'contains', value: 'a' }, types })).toMatchObject({ count: 1 })
    expect(await run(dynamodbScan, { where: { path: 'tags', is: 'is-type', value: 'string-set' }, types })).toMatchObject({ count: 1 })
  })

  test("a user's own key schema, of any names and types", async () => {
    const types = { 'a.b': 'binary' }
    const key = { 'a.b': 'AQI=', 'c d': 'x' }
    await run(dynamodbPut, { table: 'odd.keys', item: { ...key, n: 1 }, types })
    expect(await run(dynamodbGet, { table: 'odd.keys', key, types })).toEqual({ ...key, n: 1 })
    const partition = { name: 'a.b', value: 'AQI=' }
    const sort = { name: 'c d', is: 'starts-with', value: 'x' }
    expect(await run(dynamodbQuery, { table: 'odd.keys', partition, sort, types })).toMatchObject({ items: [{ ...key, n: 1 }] })
  })

  test('a condition holds or nothing is changed', async () => {
    const fresh = { path: 'id', is: 'not-exists' }
    await run(dynamodbPut, { item: { id: 'once', n: 1 }, condition: fresh })
    await expect(run(dynamodbPut, { item: { id: 'once', n: 2 }, condition: fresh })).rejects.toEqual(condition)
    await expect(run(dynamodbDelete, { key: { id: 'once' }, condition: { path: 'n', is: 'greater-than', value: 1 } })).rejects.toEqual(
      condition,
    )
    await expect(run(dynamodbUpdate, { key: { id: 'new' }, set: { n: 1 }, condition: { path: 'id', is: 'exists' } })).rejects.toEqual(
      condition,
    )
    expect(await run(dynamodbDelete, { key: { id: 'once' } })).toEqual({ id: 'once', n: 1 })
    expect(await run(dynamodbDelete, { key: { id: 'once' } })).toBe(null)
  })

  test('updates fields and leaves the others', async () => {
    await run(dynamodbPut, { item: { id: 'u', keep: 1, count: 2, map: { a: 1 }, old: 'x', tags: ['a'] }, types: { tags: 'string-set' } })
    const changes = {
      set: { 'map.b': [1], 'state of it': 'paid' },
      add: { count: 3, visits: 1, tags: ['b'] },
      append: { notes: ['one', 'two'] },
      remove: ['old'],
      types: { tags: 'string-set' },
    }
    const expected = {
      id: 'u',
      keep: 1,
      count: 5,
      visits: 1,
      map: { a: 1, b: [1] },
      'state of it': 'paid',
      tags: ['a', 'b'],
      notes: ['one', 'two'],
    }
    expect(await run(dynamodbUpdate, { key: { id: 'u' }, ...changes })).toEqual(expected)
    expect(await run(dynamodbUpdate, { key: { id: 'made' }, add: { n: 1 } })).toEqual({ id: 'made', n: 1 })
  })

  test('an item whose time is over counts as missing, before the table deletes it', async () => {
    const now = Date.now()
    await run(dynamodbPut, { item: { id: 'ttl', kind: 'ttl' }, ttl: { attribute: 'ends.at', after: '10s' } }, now)
    await run(dynamodbPut, { item: { id: 'never', kind: 'ttl', 'ends.at': 'never' } })
    const get = { key: { id: 'ttl' }, ttlAttribute: 'ends.at' }
    expect(await run(dynamodbGet, { ...get, fields: ['id'] }, now + 9000)).toEqual({ id: 'ttl' })
    expect(await run(dynamodbGet, get, now + 11_000)).toBe(null)
    const scan = { where: { path: 'kind', is: 'equals', value: 'ttl' }, ttlAttribute: 'ends.at' }
    expect(await run(dynamodbScan, scan, now + 9000)).toMatchObject({ count: 2 })
    expect(await run(dynamodbScan, scan, now + 11_000)).toMatchObject({ count: 1, items: [{ id: 'never' }] })
  })

  describe('with 60 orders', () => {
    const orders = Array.from({ length: 60 }, (_, number) => ({
      customer: 'ann',
      number,
      total: number,
      even: number % 2 === 0,
      name: `order ${number}`,
      ...(number < 3 && { note: 'x' }),
    }))
    const partition = { name: 'customer', value: 'ann' }
    const read = async (more: JsonObject) => {
      const { items, ...rest } = (await run(dynamodbQuery, { table: 'orders', partition, ...more })) as { items: { number: number }[] }
      return { numbers: items.map(({ number }) => number), ...rest }
    }
    beforeAll(async () => {
      expect(await run(dynamodbBatchWrite, { table: 'orders', put: orders })).toEqual({ put: 60, deleted: 0 })
    })

    test('all are stored', async () => {
      expect(await read({})).toMatchObject({ numbers: orders.map(({ number }) => number), count: 60, more: false })
    })

    test.each<[string, Json, number]>([
      ['equals', 7, 1],
      ['not-equals', 7, 59],
      ['greater-than', 50, 9],
      ['at-least', 50, 10],
      ['less-than', 5, 5],
      ['at-most', 5, 6],
      ['between', [10, 12], 3],
    ])('a field, or the sort key, %s %j', async (is, value, count) => {
      expect(await read({ where: { path: 'total', is, value } })).toMatchObject({ count })
      // Of keys there is no "not equal".
      if (is === 'not-equals') return
      expect(await read({ sort: { name: 'number', is, value } })).toMatchObject({ count })
    })

    test.each<[Json, number[]]>([
      [{ path: 'name', is: 'equals', value: 'order 7' }, [7]],
      [{ path: 'name', is: 'starts-with', value: 'order 5' }, [5, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]],
      [{ path: 'name', is: 'contains', value: '9' }, [9, 19, 29, 39, 49, 59]],
      [{ path: 'name', is: 'in', value: ['order 1', 'order 2', "o' OR 1=1"] }, [1, 2]],
      [{ path: 'name', is: 'between', value: ['order 57', 'order 59'] }, [57, 58, 59]],
      [{ path: 'note', is: 'exists' }, [0, 1, 2]],
      [
        [
          { path: 'note', is: 'exists' },
          { path: 'even', is: 'equals', value: true },
        ],
        [0, 2],
      ],
      [
        {
          all: [
            { path: 'note', is: 'exists' },
            {
              not: {
                any: [
                  { path: 'name', is: 'equals', value: 'order 1' },
                  { path: 'name', is: 'equals', value: 'order 2' },
                ],
              },
            },
          ],
        },
        [0],
      ],
      [
        [
          { path: 'note', is: 'not-exists' },
          { path: 'name', is: 'less-than', value: 'order 12' },
        ],
        [10, 11],
      ],
      [{ path: 'name', is: 'is-type', value: 'number' }, []],
    ])('where %j', async (where, numbers) => {
      expect((await read({ where })).numbers).toEqual(numbers)
    })

    test('limit counts matches, and order is by the sort key', async () => {
      const where = { path: 'even', is: 'equals', value: true }
      expect(await read({ where, limit: 3, order: 'descending' })).toEqual({ numbers: [58, 56, 54], count: 3, more: true })
      expect(await read({ limit: 60 })).toMatchObject({ count: 60 })
      expect(await read({ limit: 5, fields: ['number'] })).toEqual({ numbers: [0, 1, 2, 3, 4], count: 5, more: true })
    })

    test('batches delete too', async () => {
      const keys = orders.slice(30).map(({ customer, number }) => ({ customer, number }))
      const put = [{ customer: 'ann', number: 1000 }]
      expect(await run(dynamodbBatchWrite, { table: 'orders', put, delete: keys })).toEqual({ put: 1, deleted: 30 })
      expect(await read({})).toMatchObject({ count: 31 })
    })
  })

  test('a table of 3 MB, more than one page, is read whole, as items and as a file', async () => {
    const items = Array.from({ length: 30 }, (_, number) => ({ customer: 'big', number, text: 'x'.repeat(100_000) }))
    await run(dynamodbBatchWrite, { table: 'orders', put: items })
    const partition = { name: 'customer', value: 'big' }
    expect(await run(dynamodbQuery, { table: 'orders', partition })).toMatchObject({ count: 30, more: false, items: { length: 30 } })
    const { file, count } = (await run(dynamodbQuery, { table: 'orders', partition, output: 'ndjson' })) as {
      file: { fileId: string; size: number }
      count: number
    }
    expect([count, file.size > 3_000_000]).toEqual([30, true])
    const lines = (await new Response(await host.files.read(file)).text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(items)
  })

  test('a table that is not there is told in the words of the service', async () => {
    await expect(run(dynamodbGet, { table: 'no-such', key: { id: 'a' } })).rejects.toMatchObject({
      name: 'FatalError',
      code: 'AWS_REFUSED',
      details: { code: 'ResourceNotFoundException' },
    })
  })

  test('an item without its key is refused', async () => {
    await expect(run(dynamodbPut, { item: { n: 7 } })).rejects.toMatchObject({ details: { code: 'ValidationException' } })
  })
})
