import type { Json, JsonObject } from '@millrace/engine'
import { FatalError, type FileHandle, fileHandle, folded, jsonValue, type NodeContext } from '@millrace/kit'
import { z } from 'zod'
import { openAws } from '../aws/aws-access.ts'
import { fieldPath } from '../transform/field-path.ts'
import { askDynamodb, dynamodbFailures } from './ask-dynamodb.ts'
import { type Item, plainItem } from './attribute-value.ts'
import { type Bindings, createBindings } from './bindings.ts'
import { stillAlive } from './expiry.ts'
import { tableFields, ttlAttributeField } from './item-fields.ts'
import { whereExpression, whereSchema } from './where.ts'

/** Owns: what `query` and `scan` share: filter, pages, limit, and the form of the result. */
export const readFields = {
  ...tableFields,
  index: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{3,255}$/, { error: 'is not the name of an index' })
    .optional()
    .meta({ title: 'Index', description: 'A secondary index to read instead of the table', ...folded }),
  where: whereSchema.optional().meta({ title: 'Where', description: 'What must hold of an item; all when left out' }),
  fields: z.array(fieldPath).min(1).optional().meta({ title: 'Fields', description: 'Only these; all when left out' }),
  ttlAttribute: ttlAttributeField,
  consistent: z
    .boolean()
    .default(false)
    .meta({ title: 'Consistent', description: 'See every write before; costs twice as much', ...folded }),
  limit: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(1000)
    .meta({ title: 'Limit', description: 'How many matching items at most', ...folded }),
  output: z.enum(['items', 'ndjson']).default('items').meta({
    title: 'Output',
    description: 'The items themselves, or a file of them, one in each line, which may be of any size',
  }),
}

const shape = z.object(readFields)
type ReadParams = z.output<typeof shape>

export const readOutput = z.strictObject({
  items: z.array(z.record(z.string(), jsonValue())).optional(),
  file: fileHandle().optional(),
  count: z.int(),
  more: z.boolean(),
})

export const readFailures = [
  ...dynamodbFailures,
  { code: 'DYNAMODB_TOO_LARGE', when: 'The items are more than 16 MiB. A retry does not help: put them into a file, or ask for less.' },
]

const largestBytes = 16 * 1024 * 1024

interface Found {
  count: number
  more: boolean
}

/** `request` and `bindings` say which items are read; here is told which of them count. */
export async function readItems(
  operation: 'Query' | 'Scan',
  request: Readonly<Record<string, unknown>>,
  context: NodeContext<ReadParams>,
  bindings: Bindings = createBindings(),
): Promise<JsonObject> {
  const found: Found = { count: 0, more: false }
  const items = matching(operation, { ...request, ...common(context, bindings) }, context, found)
  if (context.params.output === 'ndjson') {
    const file: FileHandle = await context.files.write(lines(items), { name: 'items.ndjson', mediaType: 'application/x-ndjson' })
    return { file, ...found }
  }
  const kept: Json[] = []
  let size = 0
  for await (const item of items) {
    size += JSON.stringify(item).length
    if (size > largestBytes) {
      throw new FatalError('The items are more than 16 MiB: put them into a file with output: ndjson, or ask for less.', {
        code: 'DYNAMODB_TOO_LARGE',
      })
    }
    kept.push(item)
  }
  return { items: kept, ...found }
}

function common({ params, now }: NodeContext<ReadParams>, bindings: Bindings): Readonly<Record<string, unknown>> {
  const { table, index, where, fields, ttlAttribute, types, consistent } = params
  const filters = [
    ...(where === undefined ? [] : [whereExpression(where, bindings, types)]),
    ...(ttlAttribute === undefined ? [] : [stillAlive(ttlAttribute, bindings, now())]),
  ]
  const projection = fields?.map((field) => bindings.path(field)).join(', ')
  return {
    TableName: table,
    ConsistentRead: consistent,
    ...(index !== undefined && { IndexName: index }),
    ...(filters.length > 0 && { FilterExpression: filters.join(' AND ') }),
    ...(projection !== undefined && { ProjectionExpression: projection }),
    ...bindings.request(),
  }
}

/** The service's own limit counts what it looks at, not what matches: it helps only where everything matches. */
async function* matching(
  operation: 'Query' | 'Scan',
  request: Readonly<Record<string, unknown>>,
  context: NodeContext<ReadParams>,
  found: Found,
): AsyncGenerator<JsonObject, void, undefined> {
  const { limit } = context.params
  const access = await openAws('dynamodb', context)
  for (let start: Json | undefined; ; ) {
    const most = 'FilterExpression' in request ? {} : { Limit: limit - found.count }
    const page = await askDynamodb(
      operation,
      { ...request, ...most, ...(start !== undefined && { ExclusiveStartKey: start }) },
      access,
      context,
    )
    for (const item of (page.Items ?? []) as readonly Item[]) {
      found.more = found.count === limit
      if (found.more) return
      found.count += 1
      yield plainItem(item)
    }
    start = page.LastEvaluatedKey
    found.more = start !== undefined
    if (start === undefined || found.count === limit) return
  }
}

async function* lines(items: AsyncIterable<JsonObject>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const item of items) yield Buffer.from(`${JSON.stringify(item)}\n`)
}
