import type { JsonObject } from '@millrace/engine'
import type { ApiRetention } from '../api/retention-types.ts'
import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const retentionSet = defineCommand({
  name: 'retention set',
  summary: 'Changes what is kept of executions and for how long, at once and for good.',
  details: `Settings are written NAME=VALUE; NAME= takes a value back. "none" is no limit. The names are those that "retention show" lists,
such as success.age, failure.count, total.bytes or capture.outputs. What the environment sets can only be changed there.`,
  arguments: [{ name: 'NAME=VALUE', about: 'What to change.', isRepeated: true }],
  options: { workflow: { type: 'text', value: 'ID', about: 'For this workflow alone.', short: 'w' }, ...serverOption },
  examples: [
    { line: 'retention set success.age=7d total.bytes=20GB', about: 'For all workflows that say nothing else.' },
    { line: 'retention set -w orders capture.outputs=shapes', about: 'For one, whatever its file says.' },
    { line: 'retention set -w orders capture.outputs=', about: 'As the file says again.' },
  ],
  async run({ args, values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const settings = Object.fromEntries(args.map(readChange))
    const body: JsonObject = { settings, ...(values.workflow !== undefined && { workflow: values.workflow }) }
    const now = await createApiClient(host, values.server).send<ApiRetention>('PATCH', '/retention', body)
    for (const { name, value, origin } of now.settings.filter((one) => Object.hasOwn(settings, one.name)))
      host.out.write(`${name} is ${value} (${origin})\n`)
    return exitCode.ok
  },
})

function readChange(text: string): [string, string | null] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw usageError(`"${text}" is no setting: write NAME=VALUE, such as success.age=7d.`)
  return [name.trim(), value.trim() === '' ? null : value.trim()]
}
