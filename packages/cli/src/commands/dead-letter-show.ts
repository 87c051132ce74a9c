import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const deadLetterShow = defineCommand({
  name: 'dead-letter show',
  summary: 'Shows a dead letter: its error and what it was started with, as JSON.',
  arguments: [{ name: 'ID', about: 'The execution that failed.' }],
  options: serverOption,
  examples: [{ line: 'dead-letter show 01m7y3q9dkcep90j4e042y62mw', about: 'What a replay would run with.' }],
  async run({ args: [id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const letter = await createApiClient(host, values.server).get<object>(`/dead-letters/${encodeURIComponent(id)}`)
    host.out.write(`${JSON.stringify(letter, null, 2)}\n`)
    return exitCode.ok
  },
})
