import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { useMemo } from 'react'
import { type OperatorFacts, readOperators, viewCondition } from '../model/form/condition.ts'
import { ComparisonRow } from './comparison-row.tsx'
import { AddParts, ConditionGroup } from './condition-group.tsx'
import styles from './condition-input.module.css'
import type { InputProps } from './field-props.ts'

interface ConditionInputProps extends Pick<InputProps, 'label' | 'value' | 'Field' | 'onChange'> {
  readonly operators: JsonObject
}

/** A structured condition: rows that compare, in groups that nest. */
export function ConditionInput({ label, operators: given, value, Field, onChange }: ConditionInputProps) {
  const operators = useMemo(() => readOperators(given), [given])
  const isGroup = value !== undefined && viewCondition(value, operators).kind === 'group'
  return (
    <div className={styles.root}>
      {value !== undefined && (
        <ConditionPart label={label} operators={operators} condition={value} Field={Field} onChange={(next) => onChange(next)} />
      )}
      {!isGroup && <AddParts operators={operators} condition={value} onChange={onChange} />}
    </div>
  )
}

export interface ConditionPartProps extends Pick<InputProps, 'label' | 'Field'> {
  readonly operators: readonly OperatorFacts[]
  readonly condition: Json
  /** Undefined takes it away. */
  onChange(condition: Json | undefined): void
}

function ConditionPart(props: ConditionPartProps) {
  const { label, condition, operators, Field, onChange } = props
  const view = viewCondition(condition, operators)
  if (view.kind === 'group') return <ConditionGroup {...props} view={view} Part={ConditionPart} />
  if (view.kind === 'comparison' && isJsonObject(condition)) return <ComparisonRow {...props} condition={condition} view={view} />
  return (
    <div className={styles.row}>
      <Field label={`${label}, as text`} isLabelHidden shape={{ kind: 'any' }} value={condition} takesExpression onChange={onChange} />
    </div>
  )
}
