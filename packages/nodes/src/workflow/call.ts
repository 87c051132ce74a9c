import { call, control, defineNode, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const workflowCall = defineNode({
  type: 'workflow.call',
  title: 'Call workflow',
  icon: 'workflow',
  group: 'workflow',
  summary: 'Starts an execution of another workflow.',
  docs: `The step waits, on disk, until the called execution has ended, and gives out its result; when that failed, the step fails with its error. With \`wait: false\` it goes on at once and gives out \`{ executionId }\`.

Without \`version\`, the newest version at that moment runs. A retry after a crash does not start a second execution. Inputs cannot hold secrets: let the other workflow name them itself. When the step that waits is canceled or times out, so is the execution it called. Calls may stand 25 deep, whether they wait or not; a deeper one fails with \`CALL_TOO_DEEP\`.`,
  params: z.strictObject({
    workflow: z
      .string()
      .regex(/^[a-z][a-z0-9_-]*$/, { error: 'is not a workflow id: write the id from the top of its file, e.g. process_order' })
      .meta({ title: 'Workflow', description: 'The id of the workflow', ...control('workflow') }),
    version: z
      .int()
      .min(1)
      .optional()
      .meta({ title: 'Version', description: 'The newest one, when left out', ...folded }),
    inputs: z
      .record(z.string(), jsonValue())
      .default({})
      .meta({ title: 'Inputs', description: 'The inputs that it declares', ...control('workflow-input') }),
    wait: z.boolean().default(true).meta({ title: 'Wait', description: 'Whether to wait for its end' }),
  }),
  output: ({ wait }) => (wait === false ? z.object({ executionId: z.string() }) : z.json()),
  awaitsWorkflow: ({ workflow, wait }) => (typeof workflow === 'string' && wait !== false ? workflow : undefined),
  // What the other workflow does is not known here.
  effects: 'external',
  examples: [
    { name: 'and wait for the result', with: { workflow: 'score_order', inputs: { order: '{{ input }}' } }, input: { id: 7 } },
    { name: 'without waiting', with: { workflow: 'send_report', version: 2, wait: false } },
  ],
  run: ({ params }) => call(params),
})
