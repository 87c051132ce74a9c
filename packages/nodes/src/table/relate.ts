import type { JsonObject, ParamMistake } from '@millrace/engine'
import { control, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { actingAs, asField } from './acting-as.ts'
import { oneResult } from './one-result.ts'
import { idField, recordOutput, tableField, writeErrors } from './table-params.ts'

const targets = z.array(z.string()).max(10_000)

export const tableRelate = defineNode({
  type: 'table.relate',
  title: 'Relate records',
  icon: 'link',
  group: 'data',
  summary: 'Adds records to a relation of a record, or takes them out.',
  docs: `Adding what is there and taking out what is not changes nothing, so that executions at the same moment do not undo what others do. To give a relation all that it shall hold, write its list of ids with \`table.create\`, \`update\` or \`upsert\`; \`include\` of \`table.query\` and \`table.get\` shows what it holds.

A change of a relation is a change of the record that has it: \`updatedAt\` moves, and the trigger \`table\` and the [live link](../tables.md#live) tell of it. The output is that record.`,
  params: z.strictObject({
    table: tableField,
    id: idField,
    column: z.string().meta({ title: 'Relation', description: 'Its column', ...control('column') }),
    add: targets.optional().meta({ title: 'Add', description: 'Ids of records' }),
    remove: targets.optional().meta({ title: 'Remove', description: 'Ids of records' }),
    as: asField,
  }),
  effects: 'idempotent',
  output: recordOutput,
  errors: writeErrors,
  check: addsOrRemoves,
  examples: [
    {
      name: 'a tag for a post',
      with: { table: 'post', id: '{{ input.post }}', column: 'tags', add: ['{{ input.tag }}'] },
      input: { post: '018f', tag: '0190' },
      needs: 'a table',
    },
  ],
  async run({ params: { table, id, column, add = [], remove = [], as }, tables, idempotencyKey }) {
    const records = actingAs(tables, as)
    const place = { table, id, column }
    // What is in both stays: taken out and added again it would be told as a change.
    const added = new Set(add)
    const results = await records.write(
      [
        { type: 'remove-relation', ...place, targets: remove.filter((id) => !added.has(id)) },
        { type: 'add-relation', ...place, targets: add },
      ],
      idempotencyKey,
    )
    return done(oneResult(results))
  },
})

function addsOrRemoves({ add, remove }: JsonObject): readonly ParamMistake[] {
  return add === undefined && remove === undefined ? [{ path: ['add'], message: 'or "remove" is needed: which records are meant?' }] : []
}
