import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { givenTime } from '../times/parse-time.ts'

export const schedulePreview = defineCommand({
  name: 'schedule preview',
  summary: 'Says in words when a cron expression or a recurrence rule fires, and lists its next times.',
  details: 'Needs no server. Each time is told in UTC, and by the clock of the time zone.',
  arguments: [
    {
      name: 'TIMES',
      about: 'Cron: five or six fields, or a nickname such as @daily. Or a recurrence rule, such as FREQ=WEEKLY;INTERVAL=2.',
    },
  ],
  options: {
    timezone: { type: 'text', value: 'ZONE', about: 'Whose clock it goes by, e.g. Europe/Berlin.', fallback: 'UTC', short: 'z' },
    from: { type: 'text', value: 'TIME', about: 'Where a recurrence rule begins: 2027-01-04T09:00, by the clock of the time zone.' },
    count: { type: 'text', value: 'N', about: 'How many of the next times.', fallback: '10', short: 'n' },
  },
  examples: [
    { line: `schedule preview '*/15 9-17 * * MON-FRI' --timezone Europe/Berlin`, about: 'Every quarter of an office hour.' },
    { line: `schedule preview 'FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17'`, about: 'The last Friday of each month.' },
  ],
  async run({ args: [text = ''], values, host }) {
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
    if (schedule?.times === undefined) throw new Error('There is no trigger type schedule that tells its times.')
    // One stands for any value when a file is checked; here there is nothing to evaluate it with.
    if ([text, timezone].some((one) => holdsExpression(one)))
      throw usageError('Expressions are not evaluated here: write what they come to.')
    const [wrongZone] = schedule.checkParams({ timezone })
    if (wrongZone !== undefined) throw usageError(`"${timezone}" ${wrongZone.message}`)
    const from = givenTime('from', values.from, timezone)
    const written = { [text.includes('=') ? 'rrule' : 'cron']: text, timezone, ...(from !== undefined && { from }) }
    const [mistake] = schedule.checkParams(written)
    if (mistake !== undefined) throw usageError(`"${text}" ${mistake.message}`)
    const times = schedule.times(written)
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' })
    const lines = upcomingTimes(times, Date.now(), wanted).map((at) => `  ${new Date(at).toISOString().slice(0, 19)}Z  ${local.format(at)}`)
    host.out.write(`${[await times.sentence(), ...lines].join('\n')}\n`)
    return exitCode.ok
  },
})
