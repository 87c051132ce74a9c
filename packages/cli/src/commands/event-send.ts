import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const eventSend = defineCommand({
  name: 'event send',
  summary: 'Sends an event to every step that waits for it.',
  details: 'An event that nobody waits for at this moment is gone: then the exit code is 3.',
  arguments: [{ name: 'NAME', about: 'What the steps wait for.' }],
  options: {
    data: { type: 'text', value: 'JSON', about: 'What the steps get: JSON, @FILE, or - for standard input.', fallback: 'null', short: 'd' },
    by: { type: 'text', value: 'WHO', about: 'Who sends it, for the history.' },
    json: { type: 'flag', about: 'Prints one JSON document.' },
    ...serverOption,
  },
  examples: [{ line: `event send order-approved-17 --data '{"by":"ada"}'`, about: 'Executions that wait for it go on.' }],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { readData }, { countOf }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../run/read-data.ts'),
      import('../output/problem-text.ts'),
    ])
    const data = await readData(values.data ?? 'null', host)
    const body = { name, data, ...(values.by !== undefined && { by: values.by }) }
    const answer = await createApiClient(host, values.server).post<{ readonly received: number }>('/events', body)
    if (values.json) host.out.write(`${JSON.stringify(answer, null, 2)}\n`)
    else host.err.write(answer.received === 0 ? 'No step waits for this event.\n' : `${countOf(answer.received, 'step')} received it.\n`)
    return answer.received === 0 ? exitCode.notFound : exitCode.ok
  },
})
