import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const connectionTypes = defineCommand({
  name: 'connection types',
  summary: 'Lists the types of connections, with the values that each takes.',
  arguments: [],
  options: { ...listOptions, ...serverOption },
  examples: [{ line: 'connection types', about: 'Those in brackets may be left out, * marks secrets.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { fieldsText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../connections/connection-fields.ts'),
    ])
    const { listConnectionTypes } = await import('../connections/list-connection-types.ts')
    const rows = await listConnectionTypes(createApiClient(host, values.server))
    const shape = {
      headings: ['type', 'values', 'what it is'],
      cells: (type: (typeof rows)[number]) => [type.type, fieldsText(type), type.summary],
      empty: 'There are no connection types.',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
