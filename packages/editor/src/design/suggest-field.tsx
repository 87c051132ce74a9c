import { Autocomplete as Base } from '@base-ui/react/autocomplete'
import field from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import popup from './popup.module.css'
import styles from './select.module.css'

export interface Suggestion {
  readonly value: string
  /** What it means, below it in the list. */
  readonly help?: string
}

interface SuggestFieldProps extends FieldProps {
  readonly suggestions: readonly Suggestion[]
  readonly value: string
  onChange(value: string): void
  readonly placeholder?: string | undefined
  /** The suggestions are what was found for what is typed: none is left out. */
  readonly isFound?: boolean
}

const mostShown = 100

/** A text that may be anything, with what is known to fit it listed below while one types. */
export function SuggestField({ suggestions, value, onChange, placeholder, isFound = false, ...rest }: SuggestFieldProps) {
  return (
    <Field {...rest}>
      <Base.Root
        items={suggestions}
        itemToStringValue={(one: Suggestion) => one.value}
        value={value}
        onValueChange={(next) => onChange(next)}
        limit={mostShown}
        {...(isFound && { filter: null })}
        openOnInputClick
      >
        <Base.Input
          className={field.control}
          data-code
          placeholder={placeholder}
          spellCheck={false}
          required={rest.isRequired}
          {...(rest.isLabelHidden === true && { 'aria-label': rest.label })}
        />
        <Base.Portal>
          <Base.Positioner className={popup.place} sideOffset={4}>
            {/* With nothing to suggest there is no list. */}
            <Base.Popup className={`${popup.popup} ${styles.list} ${styles.suggestions}`}>
              <Base.List>
                {(one: Suggestion) => (
                  <Base.Item key={one.value} className={styles.item} value={one}>
                    <span className={styles.words}>
                      {one.value}
                      {one.help !== undefined && <span className={styles.help}>{one.help}</span>}
                    </span>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  )
}
