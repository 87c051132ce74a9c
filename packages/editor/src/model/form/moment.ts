/** A day and perhaps a time, as a file has it; the offset is `Z`, `+02:00`, or empty where the zone is said elsewhere. */
export interface Moment {
  readonly day: string
  /** `09:30`, or with seconds. */
  readonly time: string
  readonly offset: string
}

const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.0+)?(Z|[+-]\d\d:\d\d)?)?$/

/** Of ISO 8601, as far as a picker can show it. */
export function readMoment(text: string): Moment | undefined {
  const [, day, time = '', offset = ''] = written.exec(text) ?? []
  return day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? undefined : { day, time, offset }
}

export function writeMoment({ day, time, offset }: Moment): string {
  if (time === '') return day
  return `${day}T${time.length === 5 ? `${time}:00` : time}${offset}`
}

/** An offset as it is written, of minutes east of Greenwich. */
export function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z'
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
