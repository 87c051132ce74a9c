import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { Json } from '@millrace/engine'
import { Check } from 'lucide-react'
import type { FormShape } from '../model/form/form-shape.ts'
import styles from './several-input.module.css'

interface SeveralInputProps {
  readonly label: string
  readonly shape: Extract<FormShape, { kind: 'several' }>
  readonly value: Json | undefined
  readonly fallback: Json | undefined
  onChange(value: Json | undefined): void
}

/** Some of a few words, each turned on and off; one that stands alone turns the others off. */
export function SeveralInput({ label, shape: { choices, alone, takesOne }, value, fallback, onChange }: SeveralInputProps) {
  const chosen = [value ?? fallback ?? []].flat().map((one) => JSON.stringify(one))
  const isAlone = (text: string) => alone.some((one) => JSON.stringify(one) === text)

  function choose(next: readonly string[]) {
    const added = next.find((one) => !chosen.includes(one))
    if (added !== undefined && isAlone(added)) return onChange(JSON.parse(added) as Json) // One of the choices.
    const kept = [...choices].filter((one) => next.includes(JSON.stringify(one)))
    const [only, ...others] = kept
    onChange(only === undefined ? undefined : takesOne && others.length === 0 ? only : kept)
  }

  return (
    <ToggleGroup className={styles.several} aria-label={label} multiple value={chosen} onValueChange={(next) => choose(next)}>
      {[...alone, ...choices].map((one) => (
        <Toggle key={JSON.stringify(one)} className={styles.choice} value={JSON.stringify(one)}>
          <Check className={styles.check} size={12} aria-hidden />
          {String(one)}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
