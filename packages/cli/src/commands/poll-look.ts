import { serverOption } from '../api/server-option.ts'
import type { ApiPoll } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const pollLook = defineCommand({
  name: 'poll look',
  summary: 'Lets a poll look now, also one that is paused, and says what it has found.',
  arguments: triggerPlace,
  options: serverOption,
  examples: [{ line: 'poll look support inbox', about: 'Ends with exit code 1 when the look has failed.' }],
  async run({ args, values, host }) {
    const [{ createApiClient }, { pollLines }] = await Promise.all([import('../api/api-client.ts'), import('../polls/poll-shape.ts')])
    const poll = await createApiClient(host, values.server).post<ApiPoll>(`${triggerPath('polls', args)}/look`)
    host.out.write(pollLines(poll))
    return poll.last?.outcome === 'failed' ? exitCode.failed : exitCode.ok
  },
})
