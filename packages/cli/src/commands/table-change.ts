import { serverOption } from '../api/server-option.ts'
import type { ApiTableChanged } from '../api/table-types.ts'
import { CliError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { allowAbout } from '../tables/read-access.ts'
import { readChanges } from '../tables/read-changes.ts'
import { columnAbout } from '../tables/read-column.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'

export const tableChange = defineCommand({
  name: 'table change',
  summary: 'Changes the columns of a table, all of the changes or none.',
  details: `They are made in the order in which they are given. Before values would be lost it shows how many records and which, and asks. What
records stand against, such as "unique" where values repeat, is refused.`,
  arguments: [tablePlace],
  options: {
    add: { type: 'texts', value: 'COLUMN', about: columnAbout },
    drop: { type: 'texts', value: 'COLUMN', about: 'Takes a column away with its values.' },
    rename: { type: 'texts', value: 'OLD=NEW', about: 'Gives a column another name.' },
    retype: { type: 'texts', value: 'COLUMN=TYPE', about: 'Converts a column to another type; pointer:NAME leads to that table.' },
    set: {
      type: 'texts',
      value: 'COLUMN:MARK',
      about: 'Marks: required, unique, index, search, each with no- before it to take it away, and default=JSON.',
    },
    'rename-table': { type: 'texts', value: 'NAME', about: 'Gives the table another name.' },
    lock: { type: 'flag', about: 'Refuses fields that it does not have from now on.' },
    unlock: { type: 'flag', about: 'Makes columns of new fields from now on.' },
    allow: { type: 'texts', value: 'RULE', about: allowAbout },
    close: { type: 'flag', about: 'Takes the access rules away: only you get in.' },
    preview: { type: 'flag', about: 'Only shows what would become of it.' },
    yes: { type: 'flag', about: 'Does not ask, even if values are lost.', short: 'y' },
    ...serverOption,
  },
  examples: [
    { line: 'table change customer --add phone --set email:unique --preview', about: 'What would become of it.' },
    { line: 'table change customer --retype age=number --drop note --yes', about: 'Whatever is lost by it.' },
  ],
  async run({ args: [name = ''], values, given, host }) {
    const [{ createApiClient }, { columnLines, lossText }, { confirm }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../tables/loss-text.ts'),
      import('../output/confirm.ts'),
    ])
    const changes = readChanges(given, values)
    const client = createApiClient(host, values.server)
    const send = (more: { readonly preview?: true; readonly discard?: true }) =>
      client.post<ApiTableChanged>(`${tablePath(name)}/changes`, { changes, ...more })
    const { table, losses } = await send({ preview: true })
    if (losses.length > 0) host.err.write(`${losses.map(lossText).join('\n')}\n`)
    if (values.preview) {
      host.out.write(`${[`${table.name} would be:`, ...columnLines(table.columns)].join('\n')}\n`)
      return exitCode.ok
    }
    if (losses.some(({ isDiscardable }) => !isDiscardable))
      throw new CliError('Nothing was changed: mend these records first.', exitCode.failed)
    const isAgreed = losses.length === 0 || values.yes || (await confirm('Go on, and lose these values?', host))
    if (!isAgreed) throw new CliError('Nothing was changed.', exitCode.failed)
    await send(losses.length === 0 ? {} : { discard: true })
    host.err.write(`The table ${table.name} is changed.\n`)
    return exitCode.ok
  },
})
