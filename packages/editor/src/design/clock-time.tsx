import { clockText } from './clock-text.ts'

interface ClockTimeProps {
  /** An ISO time. */
  readonly at: string
}

/** When it was, to the millisecond; the day is its title, and stands before it where it is not today's. */
export function ClockTime({ at }: ClockTimeProps) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {clockText(at, new Date())}
    </time>
  )
}
