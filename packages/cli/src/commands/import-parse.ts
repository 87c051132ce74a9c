import type { ApiParseImport } from '../api/parse-types.ts'
import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const importParse = defineCommand({
  name: 'import parse',
  summary: 'Shows what a Parse server has, and imports it into tables.',
  details: `Without --start nothing is written: it lists the classes, with how many records would come and what would not. With --start the import runs on
the server as an execution of the workflow import_parse, and goes on when this command is ended by Ctrl-C or the server is started again.
Exit code 1 when it fails; what has come stays, and "millrace execution retry" goes on from there. docs/parse.md says what becomes of what.`,
  arguments: [],
  options: {
    connection: { type: 'text', value: 'NAME', about: 'A connection of type parse, with the master key.', short: 'c' },
    classes: { type: 'text', value: 'A,B', about: 'Only these classes, or all that can be imported: all.' },
    start: { type: 'flag', about: 'Imports the classes, and shows how far it is until it ends.' },
    json: { type: 'flag', about: 'Prints the review, or how the import has ended, as the server tells it.' },
    ...serverOption,
  },
  examples: [
    { line: 'import parse --connection old_shop', about: 'What would come, and what not.' },
    { line: 'import parse --connection old_shop --classes Order,_User --start', about: 'Two classes.' },
    { line: 'import parse --connection old_shop --classes all --start', about: 'Everything.' },
  ],
  async run({ values: { connection, classes, start, json, server }, host }) {
    if (connection === undefined)
      throw usageError(
        '--connection is needed: make one with "millrace connection set NAME --type parse --value serverUrl=URL --value applicationId=ID --secret masterKey".',
      )
    if (start && classes === undefined) throw usageError('--start needs --classes: names with commas between them, or all.')
    const [{ createApiClient }, { chooseClasses, reviewParse, tellReview }, { followParse }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../import/review-parse.ts'),
      import('../import/follow-parse.ts'),
    ])
    const client = createApiClient(host, server)
    const chosen = chooseClasses(await reviewParse(client, connection), classes)
    if (json && !start) host.out.write(`${JSON.stringify({ classes: chosen }, null, 2)}\n`)
    if (!json) tellReview(chosen, host.out)
    if (!start) return exitCode.ok
    const body = new TextEncoder().encode(JSON.stringify({ connection, classes: chosen.map((one) => one.class) }))
    const { execution } = await client.upload<{ execution: string }>('/import/parse', body, 'application/json')
    host.err.write(`\nExecution ${execution}\n`)
    const code = await followParse(client, execution, host)
    if (json)
      host.out.write(`${JSON.stringify({ execution, ...(await client.get<ApiParseImport>(`/import/parse/${execution}`)) }, null, 2)}\n`)
    return code
  },
})
