import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { spaceOption, valuesPath } from '../values/space-option.ts'

export const valueSet = defineCommand({
  name: 'value set',
  summary: 'Sets a value.',
  arguments: [
    { name: 'KEY', about: 'Its key.' },
    { name: 'DATA', about: 'The value: JSON, @file, or - for standard input.' },
  ],
  options: {
    ttl: { type: 'text', value: 'DURATION', about: 'For how long, e.g. 90s, 2h or 30d.', fallback: 'for ever' },
    ...spaceOption,
    ...serverOption,
  },
  examples: [
    { line: 'value set rate 0.19', about: 'Of the account.' },
    { line: `value set greeting '"Hello"' --ttl 1d --workflow orders`, about: 'Of one workflow, for a day.' },
  ],
  async run({ args: [key = '', data = ''], values, host }) {
    const [{ createApiClient }, { readData }, { readTtl }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../run/read-data.ts'),
      import('../values/read-ttl.ts'),
    ])
    const ttlMs = readTtl(values.ttl)
    const value = await readData(data, host, 'DATA')
    await createApiClient(host, values.server).send('PUT', valuesPath(values.workflow, key), {
      value,
      ...(ttlMs !== undefined && { ttlMs }),
    })
    host.err.write(`The value ${key} is set.\n`)
    return exitCode.ok
  },
})
