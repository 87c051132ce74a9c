import { defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { openAws } from '../aws/aws-access.ts'
import { askDynamodb, conditionFailure, dynamodbFailures } from './ask-dynamodb.ts'
import { type Item, itemOf, plainItem } from './attribute-value.ts'
import { conditionRequest } from './condition-request.ts'
import { conditionField, keyField, tableFields } from './item-fields.ts'

export const dynamodbDelete = defineNode({
  type: 'dynamodb.delete',
  title: 'Delete item',
  icon: 'trash',
  group: 'network',
  summary: 'Deletes one item of a DynamoDB table by its key.',
  docs: `The output is the item that was there, or \`null\`: deleting what is not there is no error. With a \`condition\` the item is deleted only if that holds of it; else the step fails with \`CONDITION_FAILED\`.

A second attempt, after one whose answer was lost, finds nothing any more and gives \`null\`.`,
  params: z.strictObject({ ...tableFields, key: keyField, condition: conditionField }),
  connections: ['aws'],
  effects: 'idempotent',
  output: jsonValue(),
  errors: [...dynamodbFailures, conditionFailure],
  examples: [
    { name: 'an order', with: { connection: 'shop', table: 'orders', key: { id: '{{ input }}' } }, input: 'o-7', needs: 'DynamoDB' },
    {
      name: 'only if it is still open',
      with: { connection: 'shop', table: 'orders', key: { id: 'o-7' }, condition: { path: 'status', is: 'equals', value: 'open' } },
      needs: 'DynamoDB',
    },
  ],
  async run(context) {
    const { table, key, types, condition } = context.params
    const request = { TableName: table, Key: itemOf(key, types), ReturnValues: 'ALL_OLD', ...conditionRequest(condition, types) }
    const { Attributes } = await askDynamodb('DeleteItem', request, await openAws('dynamodb', context), context)
    return done(Attributes === undefined ? null : plainItem(Attributes as Item))
  },
})
