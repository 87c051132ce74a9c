import { isJsonObject } from '@millrace/engine'
import { control, defineTrigger } from '@millrace/kit'
import { z } from 'zod'
import { endFields } from '../end-fields.ts'
import { filterField, filterMistakes } from '../event-filter.ts'

const statuses = ['success', 'failed', 'canceled', 'timed_out', 'crashed'] as const

const workflowId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, { error: 'is not a workflow id: write the id from the top of its file, e.g. process_order' })

export const workflow = defineTrigger({
  type: 'workflow',
  title: 'When a workflow ends',
  icon: 'workflow',
  summary: 'Starts when executions of other workflows have ended, well or badly.',
  docs: `The end and the event that tells of it are one write, so that each end starts one execution, whatever dies in between. \`workflows\` names which ones; left out, all others. Its own end never starts it. \`statuses\` says which ends count; left out, all. Executions that another one called count like the rest; those of workflows with \`record: never\` leave nothing that could tell.

For failures alone, \`settings.onFailure\` and the trigger \`error\` are the plainer way: they leave out what somebody else deals with.

In expressions, \`trigger\` has what \`error\` has, \`workflow\`, \`execution\`, \`error\` (null for a success) and \`step\`, and \`result\`: the output of the last node, as the history shows it. One of more than 1 MiB is left out, with \`resultLeftOut\`. \`filter\` is one expression over \`trigger\` (and \`vars\`).`,
  params: z.strictObject({
    workflows: z
      .union([workflowId, z.array(workflowId).min(1).max(1000)])
      .optional()
      .meta({ title: 'Workflows', description: 'The id of one, or a list; all others when left out', ...control('workflow') }),
    statuses: z
      .union([z.enum(statuses), z.array(z.enum(statuses)).min(1)])
      .optional()
      .meta({
        title: 'Statuses',
        description: 'Which ends count: `success`, `failed`, `canceled`, `timed_out`, `crashed`, or a list; all when left out',
      }),
    filter: filterField("trigger.execution.trigger == 'schedule'"),
  }),
  data: z.object({
    ...endFields,
    result: z.json(),
    resultLeftOut: z.boolean().optional(),
    eventDepth: z.int(),
  }),
  firingParams: ['filter'],
  check: filterMistakes,
  hears: ({ workflows = '*', statuses: ends = '*', filter }, own) => ({
    names: [workflows].flat().flatMap((id) => [ends].flat().map((status) => `workflow.${id}.${status}`)),
    ...(filter !== undefined && { filter }),
    accepts: ({ source }) => source.workflowId !== own,
    data: ({ data }) => (isJsonObject(data) ? data : {}),
  }),
  examples: [
    { name: 'a report is there', with: { workflows: 'nightly_report', statuses: 'success' } },
    { name: 'nothing went well', with: { statuses: ['failed', 'timed_out', 'crashed'] } },
  ],
})
