import type { Json } from '@millrace/engine'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { TextArea } from '../design/text-area.tsx'
import { looksUnfinished, textOfValue, typedValue } from '../model/form/typed-value.ts'
import styles from './node-panel.module.css'

interface TypedJsonProps {
  readonly label: string
  readonly action: { readonly name: string; readonly icon: LucideIcon }
  readonly value: Json | undefined
  onDone(value: Json): void
  onClose(): void
}

/** A value that is typed, to stand in for one that a run would give. */
export function TypedJson({ label, action, value, onDone, onClose }: TypedJsonProps) {
  const [text, setText] = useState(() => textOfValue(value))
  const mistake = looksUnfinished(text) ? 'This is not JSON yet.' : undefined
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        onDone(typedValue(text) ?? null)
        onClose()
      }}
    >
      <TextArea label={label} isCode lines={8} value={text} onChange={setText} mistake={mistake} help="JSON, or a text." />
      <div className={styles.runs}>
        <Button type="submit" look="main" icon={action.icon} disabled={mistake !== undefined}>
          {action.name}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Leave it
        </Button>
      </div>
    </form>
  )
}
