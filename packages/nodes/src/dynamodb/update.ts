import type { Json } from '@millrace/engine'
import { defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { openAws } from '../aws/aws-access.ts'
import { fieldPath } from '../transform/field-path.ts'
import { askDynamodb, conditionFailure, dynamodbFailures } from './ask-dynamodb.ts'
import { type DeclaredTypes, type Item, itemOf, plainItem, typeOf } from './attribute-value.ts'
import { type Bindings, createBindings } from './bindings.ts'
import { conditionRequest } from './condition-request.ts'
import { conditionField, keyField, tableFields } from './item-fields.ts'

const params = z
  .strictObject({
    ...tableFields,
    key: keyField,
    set: z
      .record(fieldPath, jsonValue())
      .optional()
      .meta({ title: 'Set', description: 'Fields and their new values, e.g. `customer.city`' }),
    add: z
      .record(fieldPath, z.union([z.number(), z.string(), z.array(jsonValue())]))
      .optional()
      .meta({ title: 'Add', description: 'Fields and the number to add to each; of sets, as `types` declares them, new members' }),
    append: z
      .record(fieldPath, z.array(jsonValue()))
      .optional()
      .meta({ title: 'Append', description: 'Fields and what to put at the end of each list' }),
    remove: z.array(fieldPath).min(1).optional().meta({ title: 'Remove', description: 'Fields to take away' }),
    condition: conditionField,
  })
  .refine((written) => (['set', 'add', 'append', 'remove'] as const).some((part) => written[part] !== undefined), {
    path: ['set'],
    error: 'is required, or add, append or remove',
  })

type Params = z.output<typeof params>

export const dynamodbUpdate = defineNode({
  type: 'dynamodb.update',
  title: 'Update item',
  icon: 'database',
  group: 'network',
  summary: 'Changes fields of one item of a DynamoDB table and leaves the others.',
  docs: `The output is the item as it is now. An item that is not there is made; to change only what is there, give the condition \`{ path: <a key attribute>, is: exists }\`. A number or list that is missing counts as 0 or empty. The map around a field, as \`customer\` in \`customer.city\`, must be there.

An attempt whose answer was lost may have changed the item all the same: \`add\` and \`append\` then do it twice. Guard them with a condition where that matters.`,
  params,
  connections: ['aws'],
  effects: 'external',
  effectsOf: ({ add, append, condition }) =>
    add === undefined && append === undefined && condition === undefined ? 'idempotent' : 'external',
  errors: [...dynamodbFailures, conditionFailure],
  examples: [
    {
      name: 'pay an order once',
      with: {
        connection: 'shop',
        table: 'orders',
        key: { id: '{{ input }}' },
        set: { status: 'paid' },
        condition: { path: 'status', is: 'equals', value: 'open' },
      },
      input: 'o-7',
      needs: 'DynamoDB',
    },
    {
      name: 'count and note',
      with: {
        connection: 'shop',
        table: 'customers',
        key: { id: 'ann' },
        add: { visits: 1 },
        append: { notes: ['called'] },
        remove: ['reminder'],
      },
      needs: 'DynamoDB',
    },
  ],
  async run(context) {
    const { table, key, types, condition } = context.params
    const bindings = createBindings()
    const request = {
      TableName: table,
      Key: itemOf(key, types),
      ReturnValues: 'ALL_NEW',
      UpdateExpression: updateExpression(context.params, bindings),
      ...conditionRequest(condition, types, bindings),
    }
    const { Attributes } = await askDynamodb('UpdateItem', request, await openAws('dynamodb', context), context)
    return done(plainItem((Attributes ?? {}) as Item))
  },
})

function updateExpression({ set = {}, add = {}, append = {}, remove = [], types }: Params, bindings: Bindings): string {
  const appended = Object.entries(append).map(([path, more]) => {
    const name = bindings.path(path)
    return `${name} = list_append(if_not_exists(${name}, ${bindings.value([])}), ${bindings.value(more)})`
  })
  return [
    clause('SET', [...bound(set, ' = ', bindings, types), ...appended]),
    clause('ADD', bound(add, ' ', bindings, types)),
    clause(
      'REMOVE',
      remove.map((path) => bindings.path(path)),
    ),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function bound(fields: Readonly<Record<string, Json>>, sign: string, bindings: Bindings, types: DeclaredTypes): readonly string[] {
  return Object.entries(fields).map(([path, value]) => `${bindings.path(path)}${sign}${bindings.value(value, typeOf(types, path))}`)
}

function clause(word: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : `${word} ${parts.join(', ')}`
}
