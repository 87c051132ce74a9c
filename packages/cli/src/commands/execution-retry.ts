import type { ApiReplayed } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { chooseArguments, chooseOptions } from '../executions/choose-executions.ts'

export const executionRetry = defineCommand({
  name: 'execution retry',
  summary: 'Runs what failed again; the steps that succeeded are kept.',
  details: `A new execution takes over the recorded outcomes of the steps that succeeded, on the version that failed, and runs the rest. Its dead
letter is settled. Asked for twice it is the same execution; retry that one if it fails too. To run an edited workflow, or to go back
further, use "execution replay".`,
  arguments: chooseArguments,
  options: {
    ...chooseOptions,
    watch: { type: 'flag', about: 'Shows the new execution until it ends; of a single one.' },
    json: { type: 'flag', about: 'Prints what the server answers; of a single one.' },
    ...serverOption,
  },
  examples: [
    { line: 'execution retry 01m7y3q9dkcep90j4e042y62mw --watch', about: 'That one.' },
    { line: 'execution retry -w orders --status failed --started-from 2027-03-01', about: 'All that fit: counts them and asks.' },
  ],
  async run({ args, values, host }) {
    const [{ createApiClient }, { chooseExecutions }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/choose-executions.ts'),
    ])
    const chosen = chooseExecutions(args, values)
    const client = createApiClient(host, values.server)
    const [id, ...others] = args
    if (id === undefined || others.length > 0 || values['dry-run']) {
      const { actOnExecutions } = await import('../executions/act-on-executions.ts')
      return actOnExecutions({ client, host, action: 'retry', chosen, note: {}, isSure: values.yes, isDryRun: values['dry-run'] })
    }
    const { tellReplayed } = await import('../executions/tell-replayed.ts')
    return tellReplayed(client, await client.post<ApiReplayed>(`/executions/${encodeURIComponent(id)}/retry`), host, values)
  },
})
