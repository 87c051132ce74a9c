import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbBatchWrite } from './batch-write.ts'

const put = Array.from({ length: 60 }, (_, id) => ({ id }))
const write = (id: number) => ({ PutRequest: { Item: { id: { N: String(id) } } } })
const all = { body: { UnprocessedItems: {} } }

test('60 items go in groups of 25', async () => {
  const { requests, ...rest } = await runAgainst(dynamodbBatchWrite, { put }, [all, all, all])
  expect(rest).toMatchObject({ value: { output: { put: 60, deleted: 0 } } })
  expect(requests.map(({ body }) => body.RequestItems.tab.length)).toEqual([25, 25, 10])
})

test('what was left undone is tried again, and nothing else, after a sleep that gets longer', async () => {
  const busy = { body: { UnprocessedItems: { tab: [write(3), write(4)] } } }
  const first = await runAgainst(dynamodbBatchWrite, { put }, [busy, all, all], { now: 0 })
  const memory = { round: 1, writes: [write(3), write(4)] }
  expect(first).toMatchObject({ value: { type: 'again', until: 1000, memory } })
  const stillBusy = { body: { UnprocessedItems: { 'arn:tab': [write(4)] } } }
  const second = await runAgainst(dynamodbBatchWrite, { put }, [stillBusy], { now: 0, memory })
  expect(second).toMatchObject({ value: { type: 'again', until: 2000, memory: { round: 2, writes: [write(4)] } } })
  const third = await runAgainst(dynamodbBatchWrite, { put }, [all], { now: 0, memory: { round: 2, writes: [write(4)] } })
  expect(third.requests.map(({ body }) => body.RequestItems.tab)).toEqual([[write(4)]])
  expect(third).toMatchObject({ value: { output: { put: 60 } } })
})

test('in the end the table is too busy', async () => {
  const busy = { body: { UnprocessedItems: { tab: [write(1)] } } }
  expect(await runAgainst(dynamodbBatchWrite, { put }, [busy], { memory: { round: 7, writes: [write(1)] } })).toMatchObject({
    error: { name: 'RetryableError', code: 'AWS_FAILED', message: expect.stringContaining('1 of 1') },
  })
})

test('there must be something to do', () => {
  expect(dynamodbBatchWrite.checkParams({ connection: 'c', table: 'tab' })).toMatchObject([{ path: ['put'] }])
})
