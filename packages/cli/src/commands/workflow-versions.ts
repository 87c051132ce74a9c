import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

interface Version {
  readonly version: number
  readonly hash: string
  readonly publishedAt: string
  readonly note?: string
  readonly draft?: true
}

export const workflowVersions = defineCommand({
  name: 'workflow versions',
  summary: 'Lists the versions of a workflow, newest first, with their notes, and which of them are drafts.',
  details: 'A draft is what "execution replay --workflow FILE" keeps: executions that replay with it use it, triggers never do.',
  arguments: [{ name: 'ID', about: 'The workflow.' }],
  options: { ...listOptions, ...serverOption },
  examples: [{ line: 'workflow versions github_push', about: 'See one with "workflow show github_push --version N".' }],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { allPages }, { timeText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const rows = await allPages<Version>(createApiClient(host, values.server), `/workflows/${encodeURIComponent(id)}/versions`)
    const kindOf = ({ draft }: Version) => (draft ? 'draft' : 'published')
    const shape = {
      headings: ['version', 'kind', 'kept since', 'hash', 'note'],
      cells: (row: Version) => [String(row.version), kindOf(row), timeText(row.publishedAt), row.hash.slice(0, 12), row.note ?? ''],
      fields: {
        version: ({ version }: Version) => String(version),
        kind: kindOf,
        publishedAt: ({ publishedAt }: Version) => publishedAt,
        hash: ({ hash }: Version) => hash,
        note: ({ note }: Version) => note ?? '',
      },
      empty: 'There are no versions.',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
