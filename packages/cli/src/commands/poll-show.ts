import { serverOption } from '../api/server-option.ts'
import type { ApiPoll } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const pollShow = defineCommand({
  name: 'poll show',
  summary: 'Shows when a poll looks next, and what became of the last look.',
  arguments: triggerPlace,
  options: {
    json: { type: 'flag', about: 'Prints one JSON document.' },
    ...serverOption,
  },
  examples: [{ line: 'poll show support inbox', about: 'Why a mailbox cannot be read, for one.' }],
  async run({ args, values, host }) {
    const [{ createApiClient }, { pollLines }] = await Promise.all([import('../api/api-client.ts'), import('../polls/poll-shape.ts')])
    const poll = await createApiClient(host, values.server).get<ApiPoll>(triggerPath('polls', args))
    host.out.write(values.json ? `${JSON.stringify(poll, null, 2)}\n` : pollLines(poll))
    return exitCode.ok
  },
})
