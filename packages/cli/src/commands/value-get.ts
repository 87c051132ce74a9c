import type { ApiValue } from '../api/api-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { spaceOption, valuesPath } from '../values/space-option.ts'

export const valueGet = defineCommand({
  name: 'value get',
  summary: 'Prints a value as JSON.',
  arguments: [{ name: 'KEY', about: 'Its key.' }],
  options: { ...spaceOption, ...serverOption },
  examples: [{ line: 'value get last-order --workflow orders', about: 'Of one workflow.' }],
  async run({ args: [key = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const { value } = await createApiClient(host, values.server).get<ApiValue>(valuesPath(values.workflow, key))
    host.out.write(`${JSON.stringify(value, null, 2)}\n`)
    return exitCode.ok
  },
})
