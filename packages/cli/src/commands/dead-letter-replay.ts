import type { ApiManyReplayed } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { choiceOptions } from '../dead-letters/choose-letters.ts'
import { exitCode } from '../exit-code.ts'

export const deadLetterReplay = defineCommand({
  name: 'dead-letter replay',
  summary: 'Runs dead letters again, with the same trigger and inputs.',
  details: 'On the newest version of each workflow. One that fails again is a new dead letter, so nothing is lost.',
  arguments: [{ name: 'ID', about: 'The executions that failed.', isOptional: true, isRepeated: true }],
  options: {
    ...choiceOptions,
    'same-version': { type: 'flag', about: 'On the version that failed, not on the newest.' },
    ...serverOption,
  },
  examples: [
    { line: 'dead-letter replay 01m7y3q9dkcep90j4e042y62mw', about: 'That one.' },
    { line: 'dead-letter replay --workflow orders --yes', about: 'All of a workflow, once it is mended.' },
  ],
  async run({ args, values, host }) {
    const [{ createApiClient }, { chooseLetters }, { countOf }, { printable }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../dead-letters/choose-letters.ts'),
      import('../output/problem-text.ts'),
      import('../output/printable.ts'),
    ])
    const choice = chooseLetters(args, values)
    const client = createApiClient(host, values.server)
    const version = values['same-version'] ? 'same' : 'newest'
    let total = 0
    for (;;) {
      const { replayed, failed, hasMore } = await client.post<ApiManyReplayed>('/dead-letters/replay', { ...choice, version })
      total += replayed.length
      for (const { id, executionId } of replayed) host.out.write(`${id} runs again as ${executionId}\n`)
      // Those that cannot be started come again with the next round: a round that starts none is the last.
      if (hasMore && replayed.length > 0) continue
      for (const { id, message } of failed) host.err.write(`${id} stays: ${printable(message)}\n`)
      host.err.write(`${countOf(total, 'letter')} replayed.\n`)
      return failed.length > 0 ? exitCode.failed : exitCode.ok
    }
  },
})
