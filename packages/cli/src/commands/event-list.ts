import type { ApiPage } from '../api/api-types.ts'
import type { ApiEvent } from '../api/event-types.ts'
import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { givenTime } from '../times/parse-time.ts'

export const eventList = defineCommand({
  name: 'event list',
  summary: 'Lists events, newest first, with what each has started.',
  details: 'Changes of tables and ends of workflows are among them where a trigger listens for those.',
  arguments: [],
  options: {
    name: { type: 'text', value: 'NAME', about: 'Only those of this name; with a star at its end (order.*), all that begin so.' },
    workflow: { type: 'text', value: 'ID', about: 'Only those that fitted a trigger of this workflow.', short: 'w' },
    trigger: { type: 'text', value: 'ID', about: 'Of this trigger of it.' },
    from: { type: 'text', value: 'TIME', about: 'Only those sent then or later: 2027-03-01, or 2027-03-01T09:00.' },
    to: { type: 'text', value: 'TIME', about: 'Only those sent before.' },
    limit: { type: 'text', value: 'N', about: 'How many at most.', fallback: '20', short: 'n' },
    follow: { type: 'flag', about: 'Goes on with each event as it is sent, the newest last. Ctrl-C ends it.', short: 'f' },
    ...listOptions,
    ...serverOption,
  },
  examples: [
    { line: `event list --name 'order.*'`, about: 'What happened to orders, and what that started.' },
    { line: 'event list --follow', about: 'What is told right now.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { eventShape }, { followEvents }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../events/event-shape.ts'),
      import('../events/follow-events.ts'),
    ])
    const limit = Number(values.limit ?? '20')
    if (!Number.isInteger(limit) || limit < 1) throw usageError(`--limit must be a whole number from 1, not "${values.limit}".`)
    const { name, workflow, trigger } = values
    const query = { name, workflow, trigger, from: givenTime('from', values.from), to: givenTime('to', values.to) }
    const client = createApiClient(host, values.server)
    if (values.follow) {
      if (query.to !== undefined) throw usageError('--follow has no end: leave out --to.')
      return followEvents(client, { query, limit, asJson: values.json === true, host })
    }
    const rows: ApiEvent[] = []
    let cursor: string | undefined
    do {
      const page: ApiPage<ApiEvent> = await client.get('/events', { ...query, limit: String(Math.min(limit - rows.length, 200)), cursor })
      rows.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== undefined && rows.length < limit)
    writeList(rows, eventShape(), host, values)
    return exitCode.ok
  },
})
