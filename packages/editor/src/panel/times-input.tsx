import type { Json, JsonObject } from '@millrace/engine'
import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { call } from '../api/call.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import styles from './entries.module.css'
import { ParamsContext } from './params-context.ts'

const usual = {
  cron: [
    { value: '*/5 * * * *', label: 'Every 5 minutes' },
    { value: '0 * * * *', label: 'Every hour' },
    { value: '0 9 * * *', label: 'Every day at 9:00' },
    { value: '0 9 * * 1-5', label: 'On working days at 9:00' },
    { value: '0 9 * * 1', label: 'Every Monday at 9:00' },
    { value: '0 9 1 * *', label: 'On the first of the month at 9:00' },
  ],
  rrule: [
    { value: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9', label: 'Every second Monday at 9:00' },
    { value: 'FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9', label: 'On the first Monday of the month at 9:00' },
    { value: 'FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17', label: 'On the last Friday of the month at 17:00' },
    { value: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=17', label: 'On the last working day of the month at 17:00' },
    { value: 'FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=23;BYMINUTE=30', label: 'On the last day of the month at 23:30' },
    { value: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;BYHOUR=9', label: 'On the first of each quarter at 9:00' },
  ],
} as const

interface TimesInputProps {
  /** The language, which is the field too. */
  readonly by: keyof typeof usual
  readonly label: string
  readonly value: Json | undefined
  onChange(value: Json | undefined): void
}

/** A cron expression or a recurrence rule, with what it means in words, and when it fires next. */
export function TimesInput({ by, label, value, onChange }: TimesInputProps) {
  const { text, type } = useTyped(typeof value === 'string' ? value : '', (typed) => onChange(typed === '' ? undefined : typed))
  const written = { ...frameOf(useContext(ParamsContext)), [by]: text }
  const preview = useQuery({
    queryKey: ['times', written],
    queryFn: ({ signal }) => call('POST /api/v1/schedules/preview', { body: { with: written, count: 5 }, signal }),
    enabled: text !== '' && !text.includes('{{'),
    retry: false,
  })
  return (
    <div className={styles.group}>
      <Select
        label="Usual times"
        isLabelHidden
        placeholder="Usual times …"
        options={usual[by]}
        value={usual[by].some((one) => one.value === text) ? text : null}
        onChange={(next) => onChange(next)}
      />
      <TextField
        label={label}
        isLabelHidden
        isCode
        value={text}
        onChange={type}
        placeholder={usual[by][0].value}
        mistake={preview.error?.message}
      />
      {preview.data !== undefined && (
        <div className={styles.preview} role="status">
          <p>{preview.data.sentence}</p>
          <ol>
            {preview.data.upcoming.map((at) => (
              <li key={at}>
                {shownTime(at, written.timezone)} (<RelativeTime at={at} />)
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  )
}

const framing = ['timezone', 'from', 'until', 'except']

/** What else says when it fires, as far as it is known before a run. */
function frameOf(params: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => framing.includes(name) && !JSON.stringify(value).includes('{{')),
  )
}

/** By the clock that the schedule goes by: it is UTC where none is written. */
function shownTime(at: string, timezone: Json | undefined): string {
  return new Date(at).toLocaleString(undefined, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: typeof timezone === 'string' ? timezone : 'UTC',
  })
}
