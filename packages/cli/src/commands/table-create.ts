import { serverOption } from '../api/server-option.ts'
import type { ApiTable } from '../api/table-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { allowAbout, readAccess } from '../tables/read-access.ts'
import { columnAbout, readColumn } from '../tables/read-column.ts'
import { tablePlace } from '../tables/table-path.ts'

export const tableCreate = defineCommand({
  name: 'table create',
  summary: 'Makes a table.',
  details: 'The types are string, number, boolean, date, json, file, pointer, relation and geoPoint; without one a column is a string.',
  arguments: [tablePlace, { name: 'COLUMN', about: columnAbout, isOptional: true, isRepeated: true }],
  options: {
    locked: { type: 'flag', about: 'Refuses fields that it does not have, in place of making columns of them.' },
    allow: { type: 'texts', value: 'RULE', about: allowAbout },
    ...serverOption,
  },
  examples: [
    {
      line: 'table create customer email:string:required:unique age:number:index --locked',
      about: 'Two columns, and no others by themselves.',
    },
    { line: `table create order owner:pointer:table=customer 'status:string:default="new"'`, about: 'A pointer and a default.' },
    {
      line: 'table create note text --allow read=owner,role:editor --allow create=signed-in',
      about: 'For an app whose people write notes.',
    },
  ],
  async run({ args: [name = '', ...columns], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const body = {
      name,
      columns: columns.map(readColumn),
      isLocked: values.locked,
      ...(values.allow.length > 0 && { access: readAccess(values.allow) }),
    }
    await createApiClient(host, values.server).post<ApiTable>('/tables', body)
    host.err.write(`The table ${name} is there.\n`)
    return exitCode.ok
  },
})
