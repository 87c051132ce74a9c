import type { Json } from '@millrace/engine'
import { useState } from 'react'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { type Moment, offsetText, readMoment, writeMoment } from '../model/form/moment.ts'
import styles from './duration-input.module.css'

interface MomentInputProps {
  readonly label: string
  readonly hasTime: boolean
  readonly value: Json | undefined
  onChange(value: Json | undefined): void
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone

/** A day from a calendar; with a time, the zone in which it is meant stands beside it and is written along. */
export function MomentInput({ label, hasTime, value, onChange }: MomentInputProps) {
  const moment = typeof value === 'string' ? readMoment(value) : undefined
  const [zone, setZone] = useState(() => zoneOf(moment))
  if (!hasTime) {
    const change = (day: string) => onChange(day === '' ? undefined : day)
    return <TextField label={label} isLabelHidden type="date" value={moment?.day ?? ''} onChange={change} />
  }
  const shown = zoneOf(moment) === zone || moment === undefined ? zone : zoneOf(moment)

  function write(day: string, time: string, next: string) {
    onChange(writeMoment({ day, time, offset: next === 'here' ? offsetHere(day, time) : next === 'none' ? '' : next }))
  }

  function type(text: string) {
    const [day = '', time = '00:00'] = text.split('T')
    day === '' ? onChange(undefined) : write(day, time, shown)
  }

  function choose(next: string) {
    setZone(next)
    if (moment !== undefined) write(moment.day, moment.time === '' ? '00:00' : moment.time, next)
  }

  return (
    <div className={styles.duration}>
      <div className={styles.count}>
        <TextField
          label={label}
          isLabelHidden
          type="datetime-local"
          value={moment === undefined ? '' : `${moment.day}T${moment.time === '' ? '00:00' : moment.time.slice(0, 5)}`}
          onChange={type}
        />
      </div>
      <div className={styles.zone}>
        <Select label={`Zone of ${label}`} isLabelHidden options={zonesWith(shown, moment)} value={shown} onChange={choose} />
      </div>
    </div>
  )
}

function zonesWith(shown: string, moment: Moment | undefined) {
  const offset = moment === undefined ? offsetHere(new Date().toISOString().slice(0, 10), '12:00') : offsetHere(moment.day, moment.time)
  return [
    ...(here === 'UTC' ? [] : [{ value: 'here', label: `${here} (${offset})`, help: 'As this browser has it' }]),
    { value: 'Z', label: 'UTC' },
    ...(['here', 'Z', 'none'].includes(shown) ? [] : [{ value: shown, label: `UTC${shown}` }]),
    { value: 'none', label: 'No zone', help: 'It is that of the time zone beside it, or UTC' },
  ]
}

function zoneOf(moment: Moment | undefined): string {
  if (moment === undefined) return here === 'UTC' ? 'Z' : 'here'
  if (moment.offset === '') return 'none'
  if (moment.offset === 'Z') return 'Z'
  return moment.offset === offsetHere(moment.day, moment.time) ? 'here' : moment.offset
}

/** With summer time, where there is any on that day. */
function offsetHere(day: string, time: string): string {
  const at = new Date(`${day}T${time === '' ? '00:00' : time}`)
  return offsetText(Number.isNaN(at.getTime()) ? 0 : -at.getTimezoneOffset())
}
