import { type Finding, findingsIn } from './finding.ts'

export interface ClockFacts {
  readonly now: number
  /** Of the process, as IANA names it. */
  readonly timezone: string
  /** `TZ` of the environment. */
  readonly wanted: string | undefined
  /** When the database was last written, if there is one. */
  readonly lastWrite: number | undefined
}

const { ok, warning, problem } = findingsIn('clock')

/** Nothing of ours was written before. */
const earliest = Date.UTC(2025, 0, 1)

export function checkClock(environment: NodeJS.Dict<string>, lastWrite: number | undefined): readonly Finding[] {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return clockFindings({ now: Date.now(), timezone, wanted: environment.TZ, lastWrite })
}

export function clockFindings({ now, timezone, wanted, lastWrite }: ClockFacts): readonly Finding[] {
  return [standing(now, lastWrite), zone(timezone, wanted)]
}

function standing(now: number, lastWrite = now): Finding {
  const time = new Date(now).toISOString()
  const advice = 'Set the clock, and let the system keep it by NTP: waits and schedules go by it.'
  if (now < earliest) return problem(`it is ${time}, says the system`, advice)
  if (lastWrite > now + 60_000)
    return warning(`it is ${time}, but the database was written at ${new Date(lastWrite).toISOString()}`, advice)
  return ok(`it is ${time}`)
}

function zone(timezone: string, wanted: string | undefined): Finding {
  const isLost = wanted && !isZone(wanted.replace(/^:/, ''))
  if (isLost)
    return warning(`TZ is "${wanted}", which is no time zone: ${timezone} is used instead`, 'Write an IANA name, such as TZ=Europe/Berlin.')
  return ok(`time zone ${timezone}; nodes that name none go by UTC`)
}

function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // It throws for what it does not know: that is the answer.
    return false
  }
}
