import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { spaceOption, valuesPath } from '../values/space-option.ts'

export const valueDelete = defineCommand({
  name: 'value delete',
  summary: 'Deletes a value.',
  arguments: [{ name: 'KEY', about: 'Its key.' }],
  options: { ...spaceOption, ...serverOption },
  examples: [{ line: 'value delete last-order --workflow orders', about: 'Of one workflow.' }],
  async run({ args: [key = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).send('DELETE', valuesPath(values.workflow, key))
    host.err.write(`The value ${key} is deleted.\n`)
    return exitCode.ok
  },
})
