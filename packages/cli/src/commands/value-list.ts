import type { ApiValue } from '../api/api-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { cell } from '../output/table.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { spaceOption, valuesPath } from '../values/space-option.ts'

export const valueList = defineCommand({
  name: 'value list',
  summary: 'Lists what workflows keep under keys.',
  arguments: [],
  options: {
    prefix: { type: 'text', value: 'TEXT', about: 'Only keys that begin so.', short: 'p' },
    ...spaceOption,
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'value list --workflow orders --prefix seen/', about: 'Those of one workflow.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { timeText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const rows = await allPages<ApiValue>(createApiClient(host, values.server), valuesPath(values.workflow), { prefix: values.prefix })
    const shape = {
      headings: ['key', 'until', 'value'],
      cells: ({ key, value, expiresAt }: ApiValue) => [
        cell(key),
        expiresAt === undefined ? '' : timeText(expiresAt),
        cell(JSON.stringify(value).slice(0, 1_000)),
      ],
      empty:
        values.workflow === undefined
          ? 'The account has no such values. Those of a workflow are listed with --workflow ID.'
          : `Workflow ${values.workflow} has no such values.`,
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
