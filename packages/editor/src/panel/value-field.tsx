import type { Json } from '@millrace/engine'
import { SquareFunction } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { IconButton } from '../design/icon-button.tsx'
import { Loading } from '../design/loading.tsx'
import { Markdown } from '../design/markdown.tsx'
import { emptyOf } from '../model/form/empty-of.ts'
import { fits } from '../model/form/fits.ts'
import { isExpression, textOfField, textOfValue, valueOfField } from '../model/form/typed-value.ts'
import type { ValueFieldProps } from './field-props.ts'
import { ShapeInput } from './shape-input.tsx'
import { useExpressionInput } from './use-expression-input.ts'
import styles from './value-field.module.css'

/** A value written out by the control of its shape, or an expression in its place; a button changes between the two. */
export function ValueField(props: ValueFieldProps) {
  const {
    label,
    isLabelHidden = false,
    help = '',
    isRequired = false,
    shape,
    value,
    fallback,
    takesExpression,
    mistakes = [],
    onChange,
  } = props
  const id = useId()
  const field = useRef<HTMLFieldSetElement>(null)
  const ExpressionInput = useExpressionInput()
  const [isWanted, setIsWanted] = useState(false)
  /** Where somebody types just as what is typed is shown as text from then on. */
  const [caret, setCaret] = useState<number>()
  /** What was taken away to write the value out, for whoever changes back. */
  const dropped = useRef<Json>(undefined)
  // What the control of the shape cannot show is shown as text, so that nothing is hidden or lost.
  const isMisfit = value !== undefined && !fits(shape, value)
  const isExpressionOnly = shape.kind === 'expression'
  const isText = isExpressionOnly || isMisfit || isWanted || (takesExpression && isExpression(value))

  function write(next: Json | undefined) {
    const isTextNext = (takesExpression && isExpression(next)) || !fits(shape, next)
    setCaret(isTextNext ? caretIn(field.current) : undefined)
    onChange(next)
  }

  function writeText(text: string) {
    // Whoever takes the last brace away goes on typing in the same place.
    setIsWanted(true)
    onChange(valueOfField(shape, text))
  }

  function swap() {
    setCaret(undefined)
    setIsWanted(!isText)
    if (!isText) {
      if (value === undefined && dropped.current !== undefined) onChange(dropped.current)
    } else if (isMisfit || isExpression(value)) {
      dropped.current = value
      onChange(isRequired ? emptyOf(shape) : undefined)
    }
  }

  // Nobody's control goes away while they type in it: not before the other is there.
  const isTextShown = isText && (ExpressionInput !== undefined || caret === undefined)
  return (
    <fieldset ref={field} className={styles.field} aria-labelledby={id} data-bare={isLabelHidden}>
      <div className={styles.top} data-hidden={isLabelHidden}>
        <span id={id} className={styles.label}>
          {label}
          {isRequired && <span className={styles.required}> required</span>}
        </span>
        {(takesExpression || isText) && !isExpressionOnly && (
          <IconButton
            isSmall
            icon={SquareFunction}
            label={isText ? `Write ${label} out` : `Expression for ${label}`}
            isPressed={isText}
            onClick={swap}
          />
        )}
      </div>
      {!isTextShown ? (
        <ShapeInput
          Field={ValueField}
          label={label}
          shape={shape}
          value={value}
          fallback={fallback}
          canBeUnset={!isRequired && !isLabelHidden}
          takesExpression={takesExpression}
          onChange={write}
        />
      ) : ExpressionInput === undefined ? (
        <Loading what="the editor" />
      ) : (
        <ExpressionInput
          label={label}
          value={textOfField(shape, value)}
          placeholder={fallback === undefined ? (isExpressionOnly ? '{{ … }}' : undefined) : textOfValue(fallback)}
          caret={caret}
          mistakes={mistakes}
          onChange={writeText}
        />
      )}
      {mistakes.map((mistake) => (
        <p key={mistake} className={styles.mistake} role="alert">
          {mistake}
        </p>
      ))}
      {help !== '' && (
        <div className={styles.help}>
          <Markdown text={help} />
        </div>
      )}
    </fieldset>
  )
}

function caretIn(field: HTMLElement | null): number | undefined {
  const active = document.activeElement
  const isTypedIn = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement
  return isTypedIn && field?.contains(active) === true ? (active.selectionStart ?? active.value.length) : undefined
}
