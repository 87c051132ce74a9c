import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { again, defineNode, done, type NodeContext, RetryableError } from '@millrace/kit'
import { z } from 'zod'
import { type AwsAccess, openAws } from '../aws/aws-access.ts'
import { askDynamodb, dynamodbFailures } from './ask-dynamodb.ts'
import { itemOf } from './attribute-value.ts'
import { expiryOf, ttlField } from './expiry.ts'
import { attributes, tableFields } from './item-fields.ts'

/** What the service takes in one request. */
const groupSize = 25
const mostRounds = 8

const params = z
  .strictObject({
    ...tableFields,
    put: z.array(attributes).max(10_000).default([]).meta({ title: 'Put', description: 'Items to write' }),
    delete: z.array(attributes).max(10_000).default([]).meta({ title: 'Delete', description: 'Keys of items to delete' }),
    ttl: ttlField,
  })
  .refine((written) => written.put.length + written.delete.length > 0, { path: ['put'], error: 'is required, or delete' })

type Context = NodeContext<z.output<typeof params>>

/** What the service left undone, kept until it is asked again. */
interface Rest {
  readonly round: number
  readonly writes: readonly Json[]
}

export const dynamodbBatchWrite = defineNode({
  type: 'dynamodb.batch-write',
  title: 'Write items',
  icon: 'database',
  group: 'network',
  summary: 'Writes and deletes many items of a DynamoDB table, in groups of 25.',
  docs: `What the service leaves undone, because it is busy, is tried again after a while: the step sleeps meanwhile, from one second to a minute, and fails with \`AWS_FAILED\` after ${mostRounds} rounds.

This is no transaction: if the step fails, some of the writes may be done. Trying again does them once more, with the same result. No two of them may concern the same key, and there are no conditions: for those there are \`dynamodb.put\` and \`dynamodb.delete\`.`,
  params,
  connections: ['aws'],
  effects: 'idempotent',
  output: z.strictObject({ put: z.int(), deleted: z.int() }),
  errors: dynamodbFailures,
  examples: [
    {
      name: 'an import',
      with: { connection: 'shop', table: 'stock', put: '{{ input }}' },
      input: [
        { sku: 'pen', left: 4 },
        { sku: 'cup', left: 9 },
      ],
      needs: 'DynamoDB',
    },
    {
      name: 'replace',
      with: {
        connection: 'shop',
        table: 'stock',
        put: [{ sku: 'cup', left: 9 }],
        delete: [{ sku: 'pen' }],
        ttl: { attribute: 'ends', after: '7d' },
      },
      needs: 'DynamoDB',
    },
  ],
  async run(context) {
    const { params, memory, now } = context
    const { round, writes } = restOf(memory) ?? { round: 0, writes: writesOf(context) }
    const access = await openAws('dynamodb', context)
    const left: Json[] = []
    for (let start = 0; start < writes.length; start += groupSize) {
      left.push(...(await writeGroup(writes.slice(start, start + groupSize), access, context)))
    }
    if (left.length === 0) return done({ put: params.put.length, deleted: params.delete.length })
    if (round + 1 >= mostRounds) {
      throw new RetryableError(`DynamoDB left ${left.length} of ${writes.length} writes undone: the table is too busy.`, {
        code: 'AWS_FAILED',
      })
    }
    return again(now() + Math.min(1000 * 2 ** round, 60_000), { round: round + 1, writes: left })
  },
})

/** The writes of the group that the service left undone. */
async function writeGroup(group: readonly Json[], access: AwsAccess, context: Context): Promise<readonly Json[]> {
  const { table } = context.params
  const { UnprocessedItems } = await askDynamodb('BatchWriteItem', { RequestItems: { [table]: group } }, access, context)
  // Told under the name of the table, or under its ARN.
  return isJsonObject(UnprocessedItems ?? null)
    ? Object.values(UnprocessedItems as JsonObject).flatMap((left) => left as readonly Json[])
    : []
}

function writesOf({ params, now }: Context): readonly Json[] {
  const { put, delete: keys, types, ttl } = params
  const end = expiryOf(ttl, now())
  // What JSON is made of is JSON.
  return [
    ...put.map((item) => ({ PutRequest: { Item: { ...itemOf(item, types), ...end } } })),
    ...keys.map((key) => ({ DeleteRequest: { Key: itemOf(key, types) } })),
  ] as unknown as readonly Json[]
}

function restOf(memory: Json | undefined): Rest | undefined {
  // Written by this very node.
  return memory as Rest | undefined
}
