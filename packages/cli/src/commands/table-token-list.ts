import { serverOption } from '../api/server-option.ts'
import type { ApiTableToken } from '../api/table-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const tableTokenList = defineCommand({
  name: 'table-token list',
  summary: 'Lists the tokens for records, without what lets in.',
  arguments: [],
  options: { ...listOptions, ...serverOption },
  examples: [{ line: 'table-token list', about: 'Whom each stands for, and until when.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { tokenShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../tables/token-shape.ts'),
    ])
    writeList(await allPages<ApiTableToken>(createApiClient(host, values.server), '/table-tokens'), tokenShape, host, values)
    return exitCode.ok
  },
})
