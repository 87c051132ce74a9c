import { defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const eventEmit = defineNode({
  type: 'event.emit',
  title: 'Emit event',
  icon: 'megaphone',
  group: 'workflow',
  summary: 'Sends an event to every workflow that listens for it.',
  docs: `Triggers of type \`event\` whose \`name\` fits start an execution each, and \`wait.event\` steps that wait for the name go on. The step is done when the event is on disk, and gives out \`{ eventId }\`; what the event starts goes its own way. To start one workflow and wait for it, use \`workflow.call\`.

A repeated attempt sends the event once, and so does a crash in between; a replay sends another one. The data is kept in the open for as long as events are kept, whatever \`settings.redact\` masks in the history: an event cannot hold a secret (\`SECRET_IN_EVENT\`), nor more than 1 MiB (\`EVENT_TOO_LARGE\`).

Names have segments with dots between, \`order.paid\`; those under \`table.\` and \`workflow.\` are Millrace's own (\`EVENT_INVALID\`). When 25 events in a row have each led to the next, the step fails with \`EVENT_TOO_DEEP\`.`,
  params: z.strictObject({
    name: z.string().min(1).max(500).meta({ title: 'Name', description: 'Of the event, e.g. `order.paid`' }),
    data: jsonValue().default(null).meta({ title: 'Data', description: 'What listeners get as `trigger.data`' }),
  }),
  output: z.object({ eventId: z.string() }),
  effects: 'idempotent',
  examples: [
    {
      name: 'an order is paid',
      with: { name: 'order.paid', data: { id: '{{ input.id }}', total: '{{ input.total }}' } },
      input: { id: 7, total: 120 },
      needs: 'the bus of a server',
    },
  ],
  async run({ params, events }) {
    const { id } = await events.emit(params)
    return done({ eventId: id })
  },
})
