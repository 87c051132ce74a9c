import { defineNode, waitForSignal } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'

export const waitApproval = defineNode({
  type: 'wait.approval',
  title: 'Wait for approval',
  icon: 'user-check',
  group: 'wait',
  summary: 'Waits until a person approves or rejects, with a comment.',
  docs: `The person opens \`{{ waiting.NODE.url }}\`, NODE being the id of this node, which an earlier node has sent them: a page with the title, the message and the details, a field for a comment, and two buttons. The address works for one decision and is the whole credential; only a press of a button decides, never the opening of the page.

Somebody with access to Millrace decides with \`millrace execution approve ID\` or \`reject\`, or through the API.

The output has \`decision\` (\`approved\` or \`rejected\`, which is also the port), \`comment\`, \`by\` and \`at\`. With a \`timeout\`, the step leaves by the port \`timeout\` if nobody decided in time. The wait is kept on disk: it may last months, and restarts do not matter.`,
  params: z.strictObject({
    title: z.string().min(1).max(200).meta({ title: 'Title', description: 'What is to be decided, in a few words' }),
    message: z.string().max(10_000).optional().meta({ title: 'Message', description: 'What the person should know; plain text' }),
    details: z.json().optional().meta({ title: 'Details', description: 'Data that the page shows, e.g. `{{ trigger.body }}`' }),
    timeout: durationText().optional().meta({ title: 'Timeout', description: 'How long to wait, e.g. `3d`; for ever when left out' }),
  }),
  ports: ['approved', 'rejected'],
  output: z.object({
    decision: z.enum(['approved', 'rejected']),
    comment: z.string().nullable(),
    by: z.string().nullable(),
    at: z.iso.datetime(),
  }),
  effects: 'pure',
  waits: 'token',
  examples: [
    { name: 'a refund', with: { title: 'Refund order 17?', message: 'The customer waits.', details: { amount: 80 }, timeout: '3d' } },
  ],
  run({ params: { title, message, details, timeout }, now }) {
    const about = { type: 'approval', title, ...(message !== undefined && { message }), ...(details !== undefined && { details }) }
    return waitForSignal({ channel: 'token', about, until: timeout === undefined ? undefined : now() + durationMs(timeout) })
  },
})
