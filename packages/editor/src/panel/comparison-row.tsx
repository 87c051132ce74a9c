import type { Json, JsonObject } from '@millrace/engine'
import { CaseSensitive, SquareFunction, Trash2 } from 'lucide-react'
import { IconButton } from '../design/icon-button.tsx'
import { Loading } from '../design/loading.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import { type ConditionView, subjectAsExpression, withKey, withOperator, withSubject } from '../model/form/condition.ts'
import styles from './condition-input.module.css'
import type { ConditionPartProps } from './condition-input.tsx'
import { useExpressionInput } from './use-expression-input.ts'

/** Whose control has a line of its own. */
const wideKinds: ReadonlySet<string> = new Set(['list', 'duration', 'variants', 'map', 'group'])

interface ComparisonRowProps extends ConditionPartProps {
  readonly condition: JsonObject
  readonly view: Extract<ConditionView, { kind: 'comparison' }>
}

/** What is judged, how, and with what it is compared. */
export function ComparisonRow({ label, operators, condition, view, Field, onChange }: ComparisonRowProps) {
  const { subject, operator, value, ignoresCase } = view
  const facts = operators.find(({ name }) => name === operator)
  const options = operators.map(({ name, kinds }) => ({
    value: name,
    label: name.replaceAll('-', ' '),
    ...(kinds.length > 0 && { help: `of ${kinds.join(' or ')}` }),
  }))
  const isOfText = facts?.shape !== undefined && (facts.kinds.length === 0 || facts.kinds.includes('text'))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend; this is one line of a form.
    <div className={styles.row} role="group" aria-label={label}>
      <div className={styles.line}>
        <div className={styles.subject}>
          {subject.kind === 'field' ? (
            <PathInput label={`Field of ${label}`} path={subject.path} onChange={(text) => onChange(withSubject(condition, text))} />
          ) : (
            <Left {...{ label, condition, Field, onChange }} left={subject.value} />
          )}
        </div>
        {isOfText && (
          <IconButton
            isSmall
            icon={CaseSensitive}
            label={`A and a are alike in ${label}`}
            isPressed={ignoresCase}
            onClick={() => onChange(withKey(condition, 'ignoreCase', !ignoresCase))}
          />
        )}
        <IconButton
          isSmall
          icon={SquareFunction}
          label={subject.kind === 'field' ? `Judge an expression in ${label}` : `Judge a field in ${label}`}
          isPressed={subject.kind === 'value'}
          onClick={() =>
            onChange(
              subject.kind === 'field'
                ? subjectAsExpression(condition)
                : withSubject(condition, typeof subject.value === 'string' ? pathOr(subject.value) : ''),
            )
          }
        />
        <IconButton isSmall icon={Trash2} label={`Remove ${label}`} onClick={() => onChange(undefined)} />
      </div>
      <div className={styles.line} data-wraps>
        <div className={styles.operator}>
          <Select
            label={`Operator of ${label}`}
            isLabelHidden
            options={options}
            value={operator}
            onChange={(name) => {
              const next = operators.find((one) => one.name === name)
              if (next !== undefined) onChange(withOperator(condition, next))
            }}
          />
        </div>
        {facts?.shape !== undefined && (
          <div className={styles.value} data-wide={wideKinds.has(facts.shape.kind)}>
            <Field
              // Another operator takes another kind of value.
              key={operator}
              label={`Value of ${label}`}
              isLabelHidden
              shape={facts.shape}
              value={value}
              takesExpression
              onChange={(next) => onChange(withKey(condition, 'value', next))}
            />
          </div>
        )}
      </div>
    </div>
  )
}

/** An expression that is a field of the input becomes its path again; any other is left behind. */
function pathOr(expression: string): string {
  return /^\{\{\s*input\.[\w.-]+\s*\}\}$/.test(expression) ? expression : ''
}

function PathInput({ label, path, onChange }: { readonly label: string; readonly path: string; onChange(text: string): void }) {
  const { text, type } = useTyped(path, onChange)
  return <TextField label={label} isLabelHidden isCode value={text} onChange={type} placeholder="a field; empty: all that came in" />
}

interface LeftProps extends Pick<ComparisonRowProps, 'label' | 'condition' | 'Field' | 'onChange'> {
  readonly left: Json
}

function Left({ label, condition, left, Field, onChange }: LeftProps) {
  const ExpressionInput = useExpressionInput()
  const name = `What ${label} judges`
  const set = (next: Json | undefined) => onChange(withKey(condition, 'left', next))
  if (typeof left !== 'string')
    return <Field label={name} isLabelHidden shape={{ kind: 'any' }} value={left} takesExpression={false} onChange={set} />
  return ExpressionInput === undefined ? (
    <Loading what="the editor" />
  ) : (
    <ExpressionInput label={name} value={left} caret={undefined} onChange={set} />
  )
}
