import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const executionCancel = defineCommand({
  name: 'execution cancel',
  summary: 'Asks an execution to stop.',
  arguments: [{ name: 'ID', about: 'The execution.' }],
  options: serverOption,
  examples: [{ line: 'execution cancel 01m7y3q9dkcep90j4e042y62mw', about: 'It ends as canceled soon after.' }],
  async run({ args: [id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).post(`/executions/${encodeURIComponent(id)}/cancel`)
    host.err.write(`Execution ${id} is asked to stop; "millrace execution watch ${id}" shows when it has.\n`)
    return exitCode.ok
  },
})
