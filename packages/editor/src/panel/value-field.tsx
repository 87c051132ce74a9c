import { SquareFunction } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { IconButton } from '../design/icon-button.tsx'
import { Loading } from '../design/loading.tsx'
import { Markdown } from '../design/markdown.tsx'
import { emptyOf } from '../model/form/empty-of.ts'
import { fits } from '../model/form/form-shape.ts'
import { isExpression, textOfValue } from '../model/form/typed-value.ts'
import type { ValueFieldProps } from './field-props.ts'
import { ShapeInput } from './shape-input.tsx'
import styles from './value-field.module.css'

// With the interpreter of expressions and the editor of code: loaded when the first expression is shown.
const ExpressionInput = lazy(() => import('./expression-input.tsx').then(({ ExpressionInput }) => ({ default: ExpressionInput })))

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
  const [isWanted, setIsWanted] = useState(false)
  // What the control of the shape cannot show is shown as text, so that nothing is hidden or lost.
  const isShownAsText = isExpression(value) || isWanted || (value !== undefined && !fits(shape, value))
  const isText = takesExpression && isShownAsText

  function swap() {
    if (!isText) {
      setIsWanted(true)
      if (value !== undefined && typeof value !== 'string') onChange(textOfValue(value))
      return
    }
    setIsWanted(false)
    if (value !== undefined && !fits(shape, isExpression(value) ? 0 : value)) onChange(isRequired ? emptyOf(shape) : undefined)
  }

  return (
    <fieldset className={styles.field} aria-labelledby={id}>
      <div className={styles.top} data-hidden={isLabelHidden}>
        <span id={id} className={styles.label}>
          {label}
          {isRequired && <span className={styles.required}> required</span>}
        </span>
        {takesExpression && (
          <IconButton
            isSmall
            icon={SquareFunction}
            label={isText ? `Write ${label} out` : `Expression for ${label}`}
            isPressed={isText}
            onClick={swap}
          />
        )}
      </div>
      {isText ? (
        <Suspense fallback={<Loading what="the editor" />}>
          <ExpressionInput
            label={label}
            value={typeof value === 'string' ? value : textOfValue(value)}
            onChange={(text) => onChange(text === '' ? undefined : text)}
          />
        </Suspense>
      ) : (
        <ShapeInput Field={ValueField} label={label} shape={shape} value={value} fallback={fallback} onChange={onChange} />
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
