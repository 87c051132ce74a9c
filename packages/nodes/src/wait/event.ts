import { defineNode, waitForSignal } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'

export const waitEvent = defineNode({
  type: 'wait.event',
  title: 'Wait for an event',
  icon: 'radio',
  group: 'wait',
  summary: 'Waits until an event of this name is sent.',
  docs: `Events are sent by \`event.emit\` nodes, \`millrace event emit NAME --data JSON\` and \`POST /api/v1/events\`. One event reaches every execution that waits for its name at that moment; one that begins to wait later does not hear of it. Make the name say what it is about: \`order-approved-{{ trigger.body.id }}\`.

What was sent is the output. With a \`timeout\`, the step leaves by the port \`timeout\` if nothing came in time, or fails with \`WAIT_TIMEOUT\` if nothing is joined to that. The wait is kept on disk: it may last months, and restarts do not matter.`,
  params: z.strictObject({
    name: z.string().min(1).max(500).meta({ title: 'Name', description: 'Of the event, e.g. `order-approved-{{ trigger.body.id }}`' }),
    timeout: durationText().optional().meta({ title: 'Timeout', description: 'How long to wait, e.g. `3d`; for ever when left out' }),
  }),
  ports: ['received'],
  waits: 'event',
  effects: 'pure',
  examples: [{ name: 'an approval from another system', with: { name: 'order-approved-17', timeout: '3d' } }],
  run({ params: { name, timeout }, now }) {
    return waitForSignal({ channel: 'event', key: name, until: timeout === undefined ? undefined : now() + durationMs(timeout) })
  },
})
