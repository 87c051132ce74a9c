import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { choiceOptions } from '../dead-letters/choose-letters.ts'
import { exitCode } from '../exit-code.ts'

interface Discarded {
  readonly discarded: number
  readonly hasMore: boolean
}

export const deadLetterDelete = defineCommand({
  name: 'dead-letter delete',
  summary: 'Takes dead letters off the list; the executions stay in the history.',
  arguments: [{ name: 'ID', about: 'The executions that failed.', isOptional: true, isRepeated: true }],
  options: { ...choiceOptions, ...serverOption },
  examples: [
    { line: 'dead-letter delete 01m7y3q9dkcep90j4e042y62mw', about: 'That one.' },
    { line: 'dead-letter delete --all --yes', about: 'All of them.' },
  ],
  async run({ args, values, host }) {
    const [{ createApiClient }, { chooseLetters }, { countOf }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../dead-letters/choose-letters.ts'),
      import('../output/problem-text.ts'),
    ])
    const choice = chooseLetters(args, values)
    const client = createApiClient(host, values.server)
    let total = 0
    let isMore = true
    while (isMore) {
      const { discarded, hasMore } = await client.post<Discarded>('/dead-letters/discard', { ...choice })
      total += discarded
      isMore = hasMore && discarded > 0
    }
    host.err.write(`${countOf(total, 'letter')} deleted.\n`)
    if (!('ids' in choice) || total >= choice.ids.length) return exitCode.ok
    host.err.write(
      `Not among the dead letters: ${choice.ids.length - total} of the ${choice.ids.length} named. See "millrace dead-letter list".\n`,
    )
    return exitCode.notFound
  },
})
