import { defineTrigger } from '@millrace/kit'
import { z } from 'zod'
import { filterField, filterMistakes } from '../event-filter.ts'

const eventName = z.string().min(1).max(500)

export const event = defineTrigger({
  type: 'event',
  title: 'Event',
  icon: 'radio',
  summary: 'Starts when an event of a name is sent.',
  docs: `Events are sent by \`event.emit\` nodes, \`millrace event emit NAME\` and \`POST /api/v1/events\`. Every trigger that listens for the name starts an execution of its own. An event is on disk before whoever sends it hears so, and starts each of them once, whatever dies in between.

A name has segments with dots between. In \`name\`, \`*\` stands for one of them and \`**\` for any number: \`order.*\` hears \`order.paid\` and not \`order.line.added\`, \`order.**\` hears both. \`name\` may be a list.

\`filter\` is one expression over \`trigger\` (and \`vars\`), evaluated for each event: where it is false, 0, '' or null, nothing starts. A field that is not there is \`undefined\`, and fits no comparison; to read a field *of* it is an error, and the filter shows as failed at the event: \`millrace event show ID\`.

In expressions, \`trigger\` has \`name\`, \`data\`, \`eventId\`, \`at\` (ISO 8601), \`source\` (\`workflowId\`, \`executionId\` and \`step\` of the sender, or \`by\`, as far as they are known) and \`eventDepth\`: how many events in a row led here. Beyond 25 (\`MILLRACE_MAX_EVENT_DEPTH\`) an event is refused, so that workflows that start each other come to an end. See docs/events.md.`,
  params: z.strictObject({
    name: z
      .union([eventName, z.array(eventName).min(1).max(100)])
      .meta({ title: 'Name', description: 'Of the event, or a list; `order.*` and `order.**` are patterns' }),
    filter: filterField('trigger.data.amount > 100'),
  }),
  data: z.object({
    name: z.string(),
    data: z.json(),
    eventId: z.string(),
    at: z.string().meta({ description: 'When it was sent, in ISO 8601.' }),
    source: z.object({
      workflowId: z.string().optional(),
      executionId: z.string().optional(),
      step: z.string().optional(),
      by: z.string().optional(),
    }),
    eventDepth: z.int().meta({ description: 'How many events in a row have led to this one, itself included.' }),
  }),
  firingParams: ['filter'],
  check: filterMistakes,
  hears: ({ name, filter }) => ({
    names: [name].flat(),
    ...(filter !== undefined && { filter }),
    data: ({ id, name, data, at, source }) => ({ name, data, eventId: id, at: new Date(at).toISOString(), source: { ...source } }),
  }),
  examples: [
    { name: 'a paid order', with: { name: 'order.paid' } },
    { name: 'whatever happens to large orders', with: { name: ['order.*', 'invoice.sent'], filter: '{{ trigger.data.total >= 1000 }}' } },
  ],
})
