import { defineNode, waitForSignal } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'

export const waitWebhook = defineNode({
  type: 'wait.webhook',
  title: 'Wait for a call',
  icon: 'webhook',
  group: 'wait',
  summary: 'Waits until somebody calls an address that works once.',
  docs: `The address is \`{{ waiting.NODE.url }}\`, NODE being the id of this node; earlier nodes read it, to send it in a mail or hand it to another system. It holds 256 bits of chance and is the whole credential: whoever has it may answer, once, by GET, POST, PUT, PATCH or DELETE. It is masked wherever the history would show it; the page of the execution tells it while the step waits.

The output has \`method\`, \`query\`, \`headers\` (lower-case names, without credentials) and \`body\`, read as a webhook's: binary bodies and uploads are file handles. For a person's yes or no take \`wait.approval\`: programs that check the links in mails call addresses by GET.

With a \`timeout\`, the step leaves by the port \`timeout\` if nobody called in time. The wait is kept on disk: it may last months, and restarts do not matter.`,
  params: z.strictObject({
    timeout: durationText().optional().meta({ title: 'Timeout', description: 'How long to wait, e.g. `3d`; for ever when left out' }),
  }),
  ports: ['received'],
  output: z.object({
    method: z.string(),
    query: z.json(),
    headers: z.record(z.string(), z.json()),
    body: z.json(),
  }),
  effects: 'pure',
  waits: 'token',
  examples: [{ name: 'a payment provider calls back', with: { timeout: '2h' } }],
  run({ params: { timeout }, now }) {
    return waitForSignal({ channel: 'token', until: timeout === undefined ? undefined : now() + durationMs(timeout) })
  },
})
