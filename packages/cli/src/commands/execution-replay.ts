import type { ApiReplayed } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'

export const executionReplay = defineCommand({
  name: 'execution replay',
  summary: 'Runs an execution again from a step, with what was recorded before it.',
  details: `A new execution takes over the recorded outcomes of all steps that do not follow from the chosen one, and runs the others: nothing
before it reaches outside again. Without --from everything is run again. An edited workflow is kept as a draft version that no trigger uses.`,
  arguments: [{ name: 'ID', about: 'The execution, which must have ended.' }],
  options: {
    from: {
      type: 'text',
      value: 'STEP',
      about: 'The path of the step to run again, such as charge or items[3].charge; a scope runs whole.',
    },
    input: { type: 'text', value: 'JSON', about: 'What that step sees as input: JSON, @file, or - for standard input.', short: 'i' },
    output: { type: 'texts', value: 'STEP=JSON', about: 'An output in place of the recorded one.', short: 'o' },
    data: { type: 'text', value: 'JSON', about: "Laid over the trigger's data; without --from.", short: 'd' },
    inputs: { type: 'text', value: 'JSON', about: 'In place of the inputs; without --from.' },
    workflow: { type: 'text', value: 'FILE', about: 'An edited workflow file to run, without publishing it.', short: 'w' },
    version: { type: 'text', value: 'N', about: 'A version of the workflow, or "newest".', fallback: 'the one it ran with' },
    watch: { type: 'flag', about: 'Shows the new execution until it ends.' },
    json: { type: 'flag', about: 'Prints what the server answers.' },
    ...serverOption,
  },
  examples: [
    {
      line: 'execution replay 01m7y3q9dkcep90j4e042y62mw --from charge --workflow orders.yaml --watch',
      about: 'Tries an edit from there on.',
    },
    { line: `execution replay 01m7y3q9dkcep90j4e042y62mw --from charge --input '{"total": 5}'`, about: 'With another input.' },
    { line: `execution replay 01m7y3q9dkcep90j4e042y62mw --data '{"body": {"id": 7}}' --version newest`, about: 'From the beginning.' },
  ],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { readEdits }, { tellReplayed }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/read-edits.ts'),
      import('../executions/tell-replayed.ts'),
    ])
    const client = createApiClient(host, values.server)
    const body = await readEdits(values, host)
    return tellReplayed(client, await client.post<ApiReplayed>(`/executions/${encodeURIComponent(id)}/replay`, body), host, values)
  },
})
