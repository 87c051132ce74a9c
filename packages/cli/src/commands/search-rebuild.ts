import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const searchRebuild = defineCommand({
  name: 'search rebuild',
  summary: 'Makes the search index anew.',
  details: `Nothing is lost: the index follows from what is recorded. Until it has caught up, "execution list --search" finds less, and says so.
Its file, search.db in the data directory, may also be deleted while no server runs.`,
  arguments: [],
  options: serverOption,
  examples: [{ line: 'search rebuild', about: 'When a search does not find what must be there.' }],
  async run({ values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).post('/search/rebuild', {})
    host.err.write('The search index is being made anew.\n')
    return exitCode.ok
  },
})
