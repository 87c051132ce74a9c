import type { ApiCleanUp } from '../api/retention-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const retentionRun = defineCommand({
  name: 'retention run',
  summary: 'Deletes now what is beyond its limit, and gives its room back to the file system.',
  details: 'The server does so by itself every five minutes, and keeps a little free room for what comes next.',
  arguments: [],
  options: {
    'dry-run': { type: 'flag', about: 'Only counts what age, count and bytes of each workflow would delete.' },
    json: { type: 'flag', about: 'Prints the counts as JSON.' },
    ...serverOption,
  },
  examples: [{ line: 'retention run --dry-run', about: 'Before a limit is lowered for good.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { sizeText }, { countOf }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../output/size-text.ts'),
      import('../output/problem-text.ts'),
    ])
    // However long it takes: much that is deleted takes minutes.
    const body = Buffer.from(JSON.stringify({ dryRun: values['dry-run'] }))
    const done = await createApiClient(host, values.server).upload<ApiCleanUp>('/retention/run', body, 'application/json')
    if (values.json) {
      host.out.write(`${JSON.stringify(done)}\n`)
      return exitCode.ok
    }
    const { success, failure, kept, bytes, files, events, freedBytes } = done
    const verb = values['dry-run'] ? 'would be deleted' : 'deleted'
    host.out.write(
      `${countOf(success + failure, 'execution')} ${verb} (${failure} of them failed), ${sizeText(bytes)} and ${countOf(files, 'file')}.\n`,
    )
    if (kept > 0) host.out.write(`${kept} beyond a limit stay: open dead letters, or needed by what runs.\n`)
    if (events > 0) host.out.write(`${countOf(events, 'event')} deleted.\n`)
    if (!values['dry-run']) host.out.write(`The database is ${sizeText(freedBytes)} smaller.\n`)
    return exitCode.ok
  },
})
