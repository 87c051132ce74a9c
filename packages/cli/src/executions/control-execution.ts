import type { JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import type { Invocation, Options } from '../command/command.ts'
import type { ExitCode } from '../exit-code.ts'
import { exitCode } from '../exit-code.ts'
import { chooseOptions } from './choose-executions.ts'

export const controlOptions = {
  ...chooseOptions,
  reason: { type: 'text', value: 'TEXT', about: 'Why, for the history.', short: 'm' },
  by: { type: 'text', value: 'NAME', about: 'Who asks for it, for the history.' },
  ...serverOption,
} as const satisfies Options

interface Control {
  readonly verb: 'pause' | 'resume' | 'cancel'
  readonly force?: boolean
  /** What is told of a single one. */
  told(id: string): string
}

/** What `execution pause`, `resume` and `cancel` share: one execution, several, or all that fit. */
export async function controlExecutions(
  { verb, force, told }: Control,
  { args, values, host }: Invocation<typeof controlOptions>,
): Promise<ExitCode> {
  const [{ createApiClient }, { chooseExecutions }] = await Promise.all([import('../api/api-client.ts'), import('./choose-executions.ts')])
  const { reason, by, server } = values
  const note: JsonObject = {
    ...(reason !== undefined && { reason }),
    ...(by !== undefined && { by }),
    ...(force && { force }),
  }
  const chosen = chooseExecutions(args, values)
  const client = createApiClient(host, server)
  const [id, ...others] = args
  if (id === undefined || others.length > 0 || values['dry-run']) {
    const { actOnExecutions } = await import('./act-on-executions.ts')
    return actOnExecutions({ client, host, action: verb, chosen, note, isSure: values.yes, isDryRun: values['dry-run'] })
  }
  await client.post(`/executions/${encodeURIComponent(id)}/${verb}`, note)
  host.err.write(`${told(id)}\n`)
  return exitCode.ok
}
