import { defineNode, done, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { openAws } from '../aws/aws-access.ts'
import { fieldPath } from '../transform/field-path.ts'
import { askDynamodb, dynamodbFailures } from './ask-dynamodb.ts'
import { type Item, itemOf, plainItem } from './attribute-value.ts'
import { createBindings } from './bindings.ts'
import { hasExpired } from './expiry.ts'
import { keyField, tableFields, ttlAttributeField } from './item-fields.ts'

export const dynamodbGet = defineNode({
  type: 'dynamodb.get',
  title: 'Get item',
  icon: 'database',
  group: 'network',
  summary: 'Reads one item of a DynamoDB table by its key.',
  docs: `The output is the item as plain JSON, or \`default\` when there is none. Numbers that JavaScript cannot hold exactly are texts, binary is base64, sets are lists.

DynamoDB deletes items some time after their time to live is over, up to days later. With \`ttlAttribute\` such an item counts as missing at once.`,
  params: z.strictObject({
    ...tableFields,
    key: keyField,
    fields: z.array(fieldPath).min(1).optional().meta({ title: 'Fields', description: 'Only these; all when left out' }),
    consistent: z
      .boolean()
      .default(false)
      .meta({ title: 'Consistent', description: 'See every write before; costs twice as much', ...folded }),
    ttlAttribute: ttlAttributeField,
    default: jsonValue().default(null).meta({ title: 'Default', description: 'What a missing item gives' }),
  }),
  connections: ['aws'],
  effects: 'read',
  output: jsonValue(),
  errors: dynamodbFailures,
  examples: [
    { name: 'an order', with: { connection: 'shop', table: 'orders', key: { id: '{{ input }}' } }, input: 'o-7', needs: 'DynamoDB' },
    {
      name: 'a session that may have ended',
      with: { connection: 'shop', table: 'sessions', key: { user: 'ann', device: 'phone' }, ttlAttribute: 'expires_at', default: {} },
      needs: 'DynamoDB',
    },
  ],
  async run(context) {
    const { table, key, types, fields, consistent, ttlAttribute, default: fallback } = context.params
    const bindings = createBindings()
    const wanted = fields && [...new Set([...fields, ...(ttlAttribute === undefined ? [] : [ttlAttribute])])]
    const projection = wanted?.map((field) => (field === ttlAttribute ? bindings.name(field) : bindings.path(field))).join(', ')
    const answer = await askDynamodb(
      'GetItem',
      {
        TableName: table,
        Key: itemOf(key, types),
        ConsistentRead: consistent,
        ...(projection !== undefined && { ProjectionExpression: projection }),
        ...bindings.request(),
      },
      await openAws('dynamodb', context),
      context,
    )
    // The service's answer: an item is a map of typed values.
    const item = answer.Item as Item | undefined
    if (item === undefined || hasExpired(item, ttlAttribute, context.now())) return done(fallback)
    const isExtra = ttlAttribute !== undefined && fields !== undefined && !fields.includes(ttlAttribute)
    return done(plainItem(isExtra ? without(item, ttlAttribute) : item))
  },
})

/** The attribute that was read only to see whether the item has ended. */
function without(item: Item, attribute: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== attribute))
}
