import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const schedulePreview = defineCommand({
  name: 'schedule preview',
  summary: 'Says in words when a cron expression fires, and lists its next times.',
  details: 'Needs no server. Each time is told in UTC, and by the clock of the time zone.',
  arguments: [{ name: 'CRON', about: 'Five or six fields, or a nickname such as @daily.' }],
  options: {
    timezone: { type: 'text', value: 'ZONE', about: 'Whose clock it goes by, e.g. Europe/Berlin.', fallback: 'UTC', short: 'z' },
    count: { type: 'text', value: 'N', about: 'How many of the next times.', fallback: '10', short: 'n' },
  },
  examples: [{ line: `schedule preview '*/15 9-17 * * MON-FRI' --timezone Europe/Berlin`, about: 'Every quarter of an office hour.' }],
  async run({ args: [cron = ''], values, host }) {
    const [{ createStandardCatalog }, { upcomingTimes }, { holdsExpression }] = await Promise.all([
      import('@millrace/nodes'),
      import('@millrace/runtime'),
      import('@millrace/kit'),
    ])
    const schedule = createStandardCatalog().triggerType('schedule')
    const { timezone = 'UTC', count = '10' } = values
    const wanted = Number(count)
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1000)
      throw usageError(`--count must be a whole number from 1 to 1000, not "${count}".`)
    const written = { cron, timezone }
    if (schedule?.times === undefined) throw new Error('There is no trigger type schedule that tells its times.')
    const [mistake] = schedule.checkParams(written)
    if (mistake !== undefined) throw usageError(`${mistake.path[0] === 'timezone' ? `"${timezone}"` : `"${cron}"`} ${mistake.message}`)
    // One stands for any value when a file is checked; here there is nothing to evaluate it with.
    if (holdsExpression(cron) || holdsExpression(timezone)) throw usageError('Expressions are not evaluated here: write what they come to.')
    const times = schedule.times(written)
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' })
    const lines = upcomingTimes(times, Date.now(), wanted).map((at) => `  ${new Date(at).toISOString().slice(0, 19)}Z  ${local.format(at)}`)
    host.out.write(`${[await times.sentence(), ...lines].join('\n')}\n`)
    return exitCode.ok
  },
})
