import type { Json } from '@millrace/engine'
import type { ComponentType } from 'react'
import type { FormShape } from '../model/form/form-shape.ts'

// A value holds values: fields draw inputs, and inputs of lists, maps and groups draw fields. The inputs are handed the field, so that the
// files do not import each other in a circle.

export interface ValueFieldProps {
  readonly label: string
  readonly isLabelHidden?: boolean
  readonly help?: string
  readonly isRequired?: boolean
  readonly shape: FormShape
  readonly value: Json | undefined
  readonly fallback?: Json | undefined
  readonly takesExpression: boolean
  readonly mistakes?: readonly string[]
  /** Undefined takes the value away. */
  onChange(value: Json | undefined): void
}

export interface InputProps {
  readonly label: string
  readonly shape: FormShape
  readonly value: Json | undefined
  readonly fallback?: Json | undefined
  /** Whether nothing may be chosen again. */
  readonly canBeUnset?: boolean
  /** Whether its parts may be expressions. */
  readonly takesExpression?: boolean
  readonly Field: ComponentType<ValueFieldProps>
  onChange(value: Json | undefined): void
}
