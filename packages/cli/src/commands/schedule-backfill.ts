import { serverOption } from '../api/server-option.ts'
import type { ApiBackfill } from '../api/trigger-types.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { givenTime } from '../times/parse-time.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const scheduleBackfill = defineCommand({
  name: 'schedule backfill',
  summary: 'Starts an execution for each past time of a schedule that has none.',
  details: `Oldest first. The same window again starts only what is missing still: what has no execution in the history. A time whose execution
retention has deleted is started again.`,
  arguments: triggerPlace,
  options: {
    from: { type: 'text', value: 'TIME', about: 'The first time that counts: 2027-03-01, or 2027-03-01T09:00.' },
    to: { type: 'text', value: 'TIME', about: 'The last time that counts.', fallback: 'now' },
    'dry-run': { type: 'flag', about: 'Only lists the times.' },
    ...serverOption,
  },
  examples: [{ line: 'schedule backfill nightly_report nightly --from 2027-03-01 --dry-run', about: 'What is missing since then.' }],
  async run({ args, values, host }) {
    const [{ createApiClient }, { timeText }, { countOf }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/execution-shape.ts'),
      import('../output/problem-text.ts'),
    ])
    const from = givenTime('from', values.from)
    const to = givenTime('to', values.to)
    const dryRun = values['dry-run']
    if (from === undefined) throw usageError('--from says where to begin, e.g. --from 2027-03-01.')
    const client = createApiClient(host, values.server)
    let total = 0
    for (;;) {
      const body = { from, ...(to !== undefined && { to }), dryRun }
      const { times, executionIds, hasMore } = await client.post<ApiBackfill>(`${triggerPath('schedules', args)}/backfill`, body)
      total += times.length
      for (const [index, time] of times.entries()) host.out.write(`${[timeText(time), executionIds[index] ?? []].flat().join('  ')}\n`)
      // A dry run would find the same times again.
      if (hasMore && !dryRun && times.length > 0) continue
      host.err.write(
        dryRun ? `${countOf(total, 'time')}${hasMore ? ', and more after them' : ''}.\n` : `${countOf(total, 'execution')} started.\n`,
      )
      return exitCode.ok
    }
  },
})
