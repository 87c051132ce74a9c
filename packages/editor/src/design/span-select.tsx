import { Select } from './select.tsx'

const spans = [
  { value: '', label: 'All time' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
]

interface SpanSelectProps {
  /** As `spanStart` takes it. */
  readonly value: string
  onChange(value: string): void
}

/** The span up to now that a list shows. */
export function SpanSelect({ value, onChange }: SpanSelectProps) {
  return <Select label="Time" isLabelHidden options={spans} value={value} onChange={onChange} />
}
