import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { cell } from '../output/table.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const nodeList = defineCommand({
  name: 'node list',
  summary: 'Lists the node types that workflows may use.',
  arguments: [],
  options: listOptions,
  examples: [{ line: 'node list', about: 'All of them, by group.' }],
  async run({ values, host }) {
    const { createStandardCatalog } = await import('@millrace/nodes')
    const rows = createStandardCatalog()
      .list()
      .map(({ type, group, effects, title, summary }) => ({ type, group, effects, title, summary }))
    const shape = {
      headings: ['type', 'group', 'effects', 'summary'],
      cells: (row: (typeof rows)[number]) => [row.type, row.group, row.effects, cell(row.summary)],
      empty: 'There are none.',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
