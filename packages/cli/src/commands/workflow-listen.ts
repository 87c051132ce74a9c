import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'

export const workflowListen = defineCommand({
  name: 'workflow listen',
  summary: 'Listens for one call at the test address of a webhook, and shows what it does.',
  details: `The server takes one call under /webhook-test, checks it as in production and runs it with the file as it is, or with what is published;
calls under /webhook are not touched. The execution is marked by trigger.test. Ctrl-C stops listening.
Exit code 0 when the execution succeeds, 1 when it does not, or when nobody called in time.`,
  arguments: [{ name: 'FILE|ID', about: 'A workflow file, which need not be published, or the id of a published one.' }],
  options: {
    trigger: { type: 'text', value: 'ID', about: 'Only this webhook.', short: 't' },
    for: { type: 'text', value: 'TIME', about: 'How long to listen, at most 30m.', fallback: '2m' },
    'data-only': { type: 'flag', about: 'Starts nothing: shows what came as the trigger would bring it.' },
    ...serverOption,
  },
  examples: [
    { line: 'workflow listen orders.yaml', about: 'Runs the next test call with the file, published or not.' },
    { line: 'workflow listen process_order --data-only --for 10m', about: 'Shows what a sender sends.' },
  ],
  async run({ args: [target = ''], values, host }) {
    const [{ createApiClient }, { listenOnce }] = await Promise.all([import('../api/api-client.ts'), import('../workflows/listen-once.ts')])
    const mode = values['data-only'] ? 'data' : 'run'
    return listenOnce(createApiClient(host, values.server), { target, trigger: values.trigger, length: values.for, mode }, host)
  },
})
