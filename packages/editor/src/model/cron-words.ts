/** A cron expression in words where that is plain; undefined for what is better read as it is written. */
export function cronWords(cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5) return nicknames[cron.trim()]
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  const every = /^\*\/(\d+)$/.exec(minute)?.[1]
  if (month !== '*') return undefined
  if (hour === '*' && day === '*' && weekday === '*') return everyMinutes(minute, every)
  const time = timeOf(hour, minute)
  if (time === undefined) return undefined
  if (day === '*' && weekday === '*') return `every day at ${time}`
  if (day === '*') return weekdayWords(weekday, time)
  return weekday === '*' && /^\d+$/.test(day) ? `on day ${day} of each month at ${time}` : undefined
}

const nicknames: Readonly<Record<string, string>> = {
  '@hourly': 'every hour',
  '@daily': 'every day at 00:00',
  '@midnight': 'every day at 00:00',
  '@weekly': 'every Sunday at 00:00',
  '@monthly': 'on day 1 of each month at 00:00',
  '@yearly': 'every year on 1 January at 00:00',
  '@annually': 'every year on 1 January at 00:00',
}

function everyMinutes(minute: string, every: string | undefined): string | undefined {
  if (minute === '*') return 'every minute'
  if (every !== undefined) return every === '1' ? 'every minute' : `every ${every} minutes`
  if (!/^\d+$/.test(minute)) return undefined
  return minute === '0' ? 'every hour' : `every hour at minute ${minute}`
}

function timeOf(hour: string, minute: string): string | undefined {
  return /^\d+$/.test(hour) && /^\d+$/.test(minute) ? `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` : undefined
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function weekdayWords(weekday: string, time: string): string | undefined {
  if (/^(?:1-5|mon-fri)$/i.test(weekday)) return `on weekdays at ${time}`
  const short = days.findIndex((name) => name.slice(0, 3).toLowerCase() === weekday.toLowerCase())
  const name = days[/^[0-7]$/.test(weekday) ? Number(weekday) : short]
  return name === undefined ? undefined : `every ${name} at ${time}`
}
