import type { ApiEmitted } from '../api/event-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const eventEmit = defineCommand({
  name: 'event emit',
  summary: 'Sends an event to every trigger that listens for it and every step that waits for it.',
  details: 'It is on disk, and delivered, when the command ends. An event that nobody listens for is kept and starts nothing.',
  arguments: [{ name: 'NAME', about: 'Of the event, such as order.paid.' }],
  options: {
    data: { type: 'text', value: 'JSON', about: 'What listeners get: JSON, @FILE, or - for standard input.', fallback: 'null', short: 'd' },
    by: { type: 'text', value: 'WHO', about: 'Who sends it, for the history.' },
    id: { type: 'text', value: 'ID', about: 'The same id again is the same event: it is sent once.' },
    json: { type: 'flag', about: 'Prints one JSON document.' },
    ...serverOption,
  },
  examples: [
    { line: `event emit order.paid --data '{"id":17,"total":120}'`, about: 'Starts what listens for it.' },
    { line: `event emit order-approved-17 --data '{"by":"ada"}'`, about: 'Executions that wait for it go on.' },
  ],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { readData }, { tellOutcome }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../run/read-data.ts'),
      import('../events/event-outcome.ts'),
    ])
    const data = await readData(values.data ?? 'null', host)
    const body = { name, data, ...(values.by !== undefined && { by: values.by }), ...(values.id !== undefined && { id: values.id }) }
    const answer = await createApiClient(host, values.server).post<ApiEmitted>('/events', body)
    if (values.json) host.out.write(`${JSON.stringify(answer, null, 2)}\n`)
    else host.err.write(`${tellOutcome(answer).join('\n')}\n`)
    return exitCode.ok
  },
})
