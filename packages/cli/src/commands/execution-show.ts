import type { ApiExecution } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const executionShow = defineCommand({
  name: 'execution show',
  summary: 'Shows an execution with its steps, their inputs, outputs and errors.',
  arguments: [{ name: 'ID', about: 'The execution.' }],
  options: {
    json: { type: 'flag', about: 'Prints one JSON document, values whole.' },
    ...serverOption,
  },
  examples: [{ line: 'execution show 01m7y3q9dkcep90j4e042y62mw', about: 'What happened, step by step.' }],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { showExecution }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/show-execution.ts'),
    ])
    const query = values.json ? { full: 'true' } : {}
    const execution = await createApiClient(host, values.server).get<ApiExecution>(`/executions/${encodeURIComponent(id)}`, query)
    if (values.json) host.out.write(`${JSON.stringify(execution, null, 2)}\n`)
    else host.out.write(showExecution(execution, host))
    return exitCode.ok
  },
})
