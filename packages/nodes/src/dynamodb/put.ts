import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { openAws } from '../aws/aws-access.ts'
import { askDynamodb, conditionFailure, dynamodbFailures } from './ask-dynamodb.ts'
import { itemOf } from './attribute-value.ts'
import { conditionRequest } from './condition-request.ts'
import { expiryOf, ttlField } from './expiry.ts'
import { attributes, conditionField, tableFields } from './item-fields.ts'

export const dynamodbPut = defineNode({
  type: 'dynamodb.put',
  title: 'Put item',
  icon: 'database',
  group: 'network',
  summary: 'Writes one item to a DynamoDB table, in place of the one with the same key.',
  docs: `The item is plain JSON and must have the table's key attributes. The output is the item.

With a \`condition\` it is written only if that holds of what is there, e.g. \`{ path: id, is: not-exists }\` for a new item; else the step fails with \`CONDITION_FAILED\`. An attempt whose answer was lost may have written the item all the same, and the next then meets it.

\`ttl\` adds the moment at which the item ends, if the table has time to live enabled for that attribute.`,
  params: z.strictObject({
    ...tableFields,
    item: attributes.meta({ title: 'Item', description: 'Attributes and their values' }),
    ttl: ttlField,
    condition: conditionField,
  }),
  connections: ['aws'],
  effects: 'external',
  effectsOf: ({ condition }) => (condition === undefined ? 'idempotent' : 'external'),
  errors: [...dynamodbFailures, conditionFailure],
  examples: [
    {
      name: 'a new order',
      with: {
        connection: 'shop',
        table: 'orders',
        item: { id: '{{ input.id }}', total: '{{ input.total }}', lines: [{ sku: 'pen' }] },
        condition: { path: 'id', is: 'not-exists' },
      },
      input: { id: 'o-7', total: 12.5 },
      needs: 'DynamoDB',
    },
    {
      name: 'a session of a day, with a set',
      with: {
        connection: 'shop',
        table: 'sessions',
        item: { user: 'ann', roles: ['admin', 'sales'] },
        types: { roles: 'string-set' },
        ttl: { attribute: 'expires_at', after: '1d' },
      },
      needs: 'DynamoDB',
    },
  ],
  async run(context) {
    const { table, item, types, ttl, condition } = context.params
    const written = { ...itemOf(item, types), ...expiryOf(ttl, context.now()) }
    const request = { TableName: table, Item: written, ...conditionRequest(condition, types) }
    await askDynamodb('PutItem', request, await openAws('dynamodb', context), context)
    return done(item)
  },
})
