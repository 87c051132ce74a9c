import { useMemo } from 'react'
import { useTyped } from '../design/use-typed.ts'
import { textOfValue } from '../model/form/typed-value.ts'
import { useExample } from './example-context.ts'
import { ExpressionEditor } from './expression-editor.tsx'
import styles from './expression-input.module.css'
import { previewExpression } from './preview-expression.ts'

export interface ExpressionInputProps {
  readonly label: string
  readonly value: string
  /** What counts while nothing is written. */
  readonly placeholder?: string | undefined
  /** Given, typing goes on there. */
  readonly caret: number | undefined
  /** That are told below the field: none of them is told twice. */
  readonly mistakes?: readonly string[]
  onChange(text: string): void
}

const longestPreview = 600

/** A text with `{{ }}`: completed from real values, with what it gives below. Values can be dropped into it. */
export function ExpressionInput({ label, value, placeholder, caret, mistakes = [], onChange }: ExpressionInputProps) {
  const example = useExample()
  const { text, type } = useTyped(value, onChange)
  const preview = useMemo(() => (text.includes('{{') ? previewExpression(text, example) : undefined), [text, example])
  return (
    <div className={styles.expression}>
      <ExpressionEditor label={label} value={text} placeholder={placeholder} caret={caret} example={example} onChange={type} />
      {preview?.status === 'value' && (
        <output className={styles.preview} aria-label={`What ${label} gives`}>
          {shortened(textOfValue(preview.value))}
        </output>
      )}
      {preview?.status === 'mistake' && !mistakes.includes(preview.message) && <p className={styles.mistake}>{preview.message}</p>}
      {preview?.status === 'unknown' && <p className={styles.unknown}>{preview.message}</p>}
    </div>
  )
}

function shortened(text: string): string {
  return text.length <= longestPreview ? text : `${text.slice(0, longestPreview)}…`
}
