import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'

export const executionWatch = defineCommand({
  name: 'execution watch',
  summary: 'Shows an execution while it happens, until it ends.',
  details: 'Exit code 0 when it succeeds, 1 when it does not. Ctrl-C stops watching; the execution goes on.',
  arguments: [{ name: 'ID', about: 'The execution.' }],
  options: serverOption,
  examples: [{ line: 'execution watch 01m7y3q9dkcep90j4e042y62mw', about: 'Also one that has ended.' }],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { watchExecution }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/watch-execution.ts'),
    ])
    return watchExecution(createApiClient(host, values.server), id, host)
  },
})
