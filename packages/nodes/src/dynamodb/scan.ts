import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { readFailures, readFields, readItems, readOutput } from './read-items.ts'

export const dynamodbScan = defineNode({
  type: 'dynamodb.scan',
  title: 'Scan items',
  icon: 'database',
  group: 'network',
  summary: 'Reads a whole DynamoDB table or index, and gives the items that match.',
  docs: `Reads, and pays for, every item until \`limit\` of them match: where the partition is known, \`dynamodb.query\` costs a fraction. The order is DynamoDB's own. \`where\` filters as it does there.

\`more\` says whether the table was left before its end. With \`output: ndjson\` the items go into a file, one in each line, whatever their number.`,
  params: z.strictObject(readFields),
  connections: ['aws'],
  effects: 'read',
  output: readOutput,
  errors: readFailures,
  examples: [
    {
      name: 'what is nearly sold out',
      with: { connection: 'shop', table: 'stock', where: { path: 'left', is: 'less-than', value: 5 }, fields: ['sku', 'left'] },
      needs: 'DynamoDB',
    },
    {
      name: 'a copy of the table',
      with: { connection: 'shop', table: 'stock', output: 'ndjson', limit: 1_000_000 },
      needs: 'DynamoDB',
    },
  ],
  run: async (context) => done(await readItems('Scan', {}, context)),
})
