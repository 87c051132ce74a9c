import type { Json } from '@millrace/engine'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import styles from './entries.module.css'

const usual = [
  { value: '*/5 * * * *', label: 'Every 5 minutes' },
  { value: '0 * * * *', label: 'Every hour' },
  { value: '0 9 * * *', label: 'Every day at 9:00' },
  { value: '0 9 * * 1-5', label: 'On working days at 9:00' },
  { value: '0 9 * * 1', label: 'Every Monday at 9:00' },
  { value: '0 9 1 * *', label: 'On the first of the month at 9:00' },
]

interface CronInputProps {
  readonly label: string
  readonly value: Json | undefined
  onChange(value: Json | undefined): void
}

/** A cron expression with what it means in words, and when it fires next. */
export function CronInput({ label, value, onChange }: CronInputProps) {
  const { text, type } = useTyped(typeof value === 'string' ? value : '', (typed) => onChange(typed === '' ? undefined : typed))
  const preview = useQuery({
    queryKey: ['cron', text],
    queryFn: ({ signal }) => call('POST /api/v1/schedules/preview', { body: { with: { cron: text }, count: 5 }, signal }),
    enabled: text !== '' && !text.includes('{{'),
    retry: false,
  })
  return (
    <div className={styles.group}>
      <Select
        label="Usual times"
        isLabelHidden
        placeholder="Usual times …"
        options={usual}
        value={usual.some((one) => one.value === text) ? text : null}
        onChange={(next) => onChange(next)}
      />
      <TextField
        label={label}
        isLabelHidden
        isCode
        value={text}
        onChange={type}
        placeholder="0 9 * * 1-5"
        mistake={preview.error?.message}
      />
      {preview.data !== undefined && (
        <div className={styles.preview} role="status">
          <p>{preview.data.sentence}</p>
          <ol>
            {preview.data.upcoming.map((at) => (
              <li key={at}>
                {new Date(at).toLocaleString()} (<RelativeTime at={at} />)
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  )
}
