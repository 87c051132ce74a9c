import type { JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import type { ApiSchemaApplied } from '../api/table-types.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const tableSchema = defineCommand({
  name: 'table schema',
  summary: 'Writes all tables as a schema for another Millrace or another database, or applies one.',
  details: `postgres and supabase are SQL; with supabase row level security is on and each table has a policy to review. pocketbase is what its import
takes, without records. json can be applied: tables and columns that are missing are made, what is there stays.`,
  arguments: [],
  options: {
    format: {
      type: 'text',
      value: 'FORMAT',
      choices: ['json', 'postgres', 'supabase', 'pocketbase'],
      about: 'For whom it is.',
      fallback: 'json',
      short: 'f',
    },
    data: {
      type: 'text',
      value: 'WHICH',
      choices: ['none', 'sample', 'all'],
      about: 'Which records go with it; sample is ten of each table.',
      fallback: 'none',
    },
    to: { type: 'text', value: 'FILE', about: 'Where to write it, in place of what is there.', fallback: 'standard output' },
    apply: { type: 'text', value: 'FILE', about: 'Makes the tables of this schema, which was written as json.' },
    preview: { type: 'flag', about: 'With --apply: only says what would happen.' },
    ...serverOption,
  },
  examples: [
    { line: 'table schema --format postgres --data all --to schema.sql', about: 'Everything, for a database of your own.' },
    { line: 'table schema --apply schema.json --preview', about: 'What a schema would bring.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { writeDownload }, { readData }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../files/write-download.ts'),
      import('../run/read-data.ts'),
    ])
    const client = createApiClient(host, values.server)
    if (values.apply !== undefined) {
      const schema = (await readData(`@${values.apply}`, host, '--apply')) as JsonObject // The server says what does not fit.
      const { items, records } = await client.post<ApiSchemaApplied>(`/table-schema?preview=${values.preview}`, schema)
      const lines = items.map(
        ({ table, action, columns }) => `${table}: ${actionTexts[action]}${action === 'keep' ? '' : ` (${columns.join(', ')})`}`,
      )
      host.err.write(`${[...lines, ...(values.preview ? [] : [`Records: ${records}.`])].join('\n')}\n`)
      return items.some(({ action }) => action === 'conflict') ? exitCode.failed : exitCode.ok
    }
    if (values.preview) throw usageError('--preview goes with --apply.')
    const query = new URLSearchParams({ format: values.format ?? 'json', data: values.data ?? 'none' })
    await writeDownload(await client.download(`/table-schema?${query}`), values.to, host)
    return exitCode.ok
  },
})

const actionTexts = {
  create: 'is made',
  'add-columns': 'gets columns',
  keep: 'is there already',
  conflict: 'has columns of other types',
} as const
