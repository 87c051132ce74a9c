import { isJsonObject } from '@millrace/engine'
import { control, defineTrigger } from '@millrace/kit'
import { z } from 'zod'
import { filterField, filterMistakes } from '../event-filter.ts'

const relationChange = z.object({
  added: z.array(z.string()).meta({ description: 'Ids that it did not hold before; the first hundred of them.' }),
  removed: z.array(z.string()).meta({ description: 'Ids that it does not hold any more; the first hundred of them.' }),
  addedCount: z.int(),
  removedCount: z.int(),
  wasEmpty: z.boolean(),
  isEmpty: z.boolean(),
})

const kinds = ['created', 'updated', 'deleted'] as const

export const table = defineTrigger({
  type: 'table',
  title: 'Table change',
  icon: 'table',
  summary: 'Starts when a record of a table is created, updated or deleted.',
  docs: `The change and the event that tells of it are one write: either both are on disk or neither. Each change starts one execution, whatever dies in between. Other tables start nothing.

\`events\` says which changes count: \`all\`, one of \`created\`, \`updated\` and \`deleted\`, or a list of those. \`filter\` is one expression over \`trigger\` (and \`vars\`): where it is not true, nothing starts. To fire when a field changes: \`{{ trigger.record.status != trigger.before?.status }}\`.

In expressions, \`trigger\` has \`event\`, \`table\`, \`record\` (as it is now; of one that was deleted, as it was last), \`before\` (as it was; null for a new one), \`relations\` (what was done to its relations), \`recordId\`, \`at\`, \`source\` (who changed it, as far as that is known) and \`eventDepth\`.

A relation that gains or loses records is an update of the record that has it, one for each write, however many ids it is about. \`trigger.relations\` has each relation that the change was about by its column: \`added\` and \`removed\` with the first hundred ids, \`addedCount\`, \`removedCount\`, \`wasEmpty\` and \`isEmpty\`. To fire when somebody has joined: \`{{ trigger.relations.readers?.addedCount > 0 }}\`; to pass over changes of relations alone, compare fields of \`record\` and \`before\`. A record that is created or deleted tells what its relations hold, or held.

A workflow that changes the table that it listens to would start itself for ever. Past 25 changes in a row that each led to the next (\`MILLRACE_MAX_EVENT_DEPTH\`), no more is started: the last event says so, with the name of the workflow (\`millrace event list\`). Better let \`filter\` end it.`,
  params: z.strictObject({
    table: z
      .string()
      .regex(/^[^.*\s]{1,200}$/, { error: 'is not the name of a table: it has no dots, stars or spaces' })
      .meta({ title: 'Table', description: 'Its name', ...control('table') }),
    events: z
      .union([z.enum(['all', ...kinds]), z.array(z.enum(kinds)).min(1)])
      .default('all')
      .meta({ title: 'Events', description: 'Which changes count: `all`, `created`, `updated`, `deleted`, or a list' }),
    filter: filterField("trigger.record.status == 'paid'"),
  }),
  data: z.object({
    event: z.enum(kinds),
    table: z.string(),
    record: z.record(z.string(), z.json()).meta({ description: 'As it is now; of one that was deleted, as it was last.' }),
    before: z.record(z.string(), z.json()).nullable().meta({ description: 'As it was before the change.' }),
    relations: z
      .record(z.string(), relationChange)
      .meta({ description: 'By column, the relations that the change was about. Empty where it was about none.' }),
    recordId: z.json(),
    at: z.string(),
    source: z.object({
      workflowId: z.string().optional(),
      executionId: z.string().optional(),
      step: z.string().optional(),
      by: z.string().optional(),
    }),
    eventDepth: z.int().meta({ description: 'How many events in a row have led to this change, itself included.' }),
  }),
  firingParams: ['filter'],
  check: filterMistakes,
  hears: ({ table, events, filter }) => ({
    names: [events].flat().map((kind) => `table.${table}.${kind === 'all' ? '*' : kind}`),
    ...(filter !== undefined && { filter }),
    data({ name, data, at, source }) {
      const { record = null, before = null, relations = {} } = isJsonObject(data) ? data : {}
      const last = record ?? before
      return {
        event: name.slice(name.lastIndexOf('.') + 1),
        table,
        record: last,
        before,
        relations,
        recordId: isJsonObject(last) ? (last.id ?? null) : null,
        at: new Date(at).toISOString(),
        source: { ...source },
      }
    },
  }),
  examples: [
    { name: 'whatever changes', with: { table: 'orders' } },
    { name: 'an order is paid', with: { table: 'orders', events: 'updated', filter: "{{ trigger.record.status == 'paid' }}" } },
    {
      name: 'somebody joins a circle',
      with: { table: 'circle', events: 'updated', filter: '{{ trigger.relations.readers?.addedCount > 0 }}' },
    },
    { name: 'what comes and goes', with: { table: 'orders', events: ['created', 'deleted'] } },
  ],
})
