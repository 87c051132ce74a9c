import { serverOption } from '../api/server-option.ts'
import type { Invocation, Options } from '../command/command.ts'

/** What `execution pause`, `resume` and `cancel` share. */
export const controlArguments = [{ name: 'ID', about: 'The execution.' }] as const

export const controlOptions = {
  reason: { type: 'text', value: 'TEXT', about: 'Why, for the history.', short: 'm' },
  by: { type: 'text', value: 'NAME', about: 'Who asks for it, for the history.' },
  ...serverOption,
} as const satisfies Options

type Verb = 'pause' | 'resume' | 'cancel'

/** Asks the server for it, and resolves with the id once that is on disk. */
export async function controlExecution(
  verb: Verb,
  { args: [id = ''], values, host }: Invocation<typeof controlOptions>,
  more: { readonly force?: boolean } = {},
): Promise<string> {
  const { createApiClient } = await import('../api/api-client.ts')
  const { reason, by, server } = values
  await createApiClient(host, server).post(`/executions/${encodeURIComponent(id)}/${verb}`, {
    ...(reason !== undefined && { reason }),
    ...(by !== undefined && { by }),
    ...more,
  })
  return id
}
