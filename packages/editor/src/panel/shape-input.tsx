import type { Json } from '@millrace/engine'
import { lazy, Suspense } from 'react'
import { Loading } from '../design/loading.tsx'
import { Segmented } from '../design/segmented.tsx'
import { Select } from '../design/select.tsx'
import { Switch } from '../design/switch.tsx'
import { TextArea } from '../design/text-area.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import { looksUnfinished, textOfField, textOfValue, typedValue } from '../model/form/typed-value.ts'
import { BytesInput } from './bytes-input.tsx'
import { ConditionInput } from './condition-input.tsx'
import { ConnectionInput } from './connection-input.tsx'
import { DurationInput } from './duration-input.tsx'
import type { InputProps } from './field-props.ts'
import { FileInput } from './file-input.tsx'
import { GroupInput } from './group-input.tsx'
import { ListInput } from './list-input.tsx'
import { MapInput } from './map-input.tsx'
import { MomentInput } from './moment-input.tsx'
import { NameInput } from './name-input.tsx'
import { NumberInput } from './number-input.tsx'
import { OperationInput } from './operation-input.tsx'
import { SeveralInput } from './several-input.tsx'
import { TimesInput } from './times-input.tsx'
import { VariantsInput } from './variants-input.tsx'

// The editor of code is large, and few nodes have code.
const CodeInput = lazy(() => import('./code-input.tsx').then(({ CodeInput }) => ({ default: CodeInput })))

/** The control for a value that is written out, by its shape. Its label is heard; the field around it shows it. */
export function ShapeInput(props: InputProps) {
  const { label, shape, value, fallback, Field, onChange } = props
  switch (shape.kind) {
    case 'switch':
      return <SwitchInput {...props} />
    case 'choice':
      return <ChoiceInput {...props} choices={shape.choices} />
    case 'number':
      return <NumberInput label={label} shape={shape} value={value} fallback={fallback} onChange={onChange} />
    case 'bytes':
      return <BytesInput label={label} takesText={shape.takesText} value={value} fallback={fallback} onChange={onChange} />
    case 'several':
      return <SeveralInput label={label} shape={shape} value={value} fallback={fallback} onChange={onChange} />
    case 'list':
      return <ListInput {...props} shape={shape} />
    case 'map':
      return <MapInput Field={Field} label={label} shape={shape} value={value} onChange={onChange} />
    case 'operation':
      return <OperationInput Field={Field} label={label} fields={shape.fields} value={value} onChange={onChange} />
    case 'moment':
      return <MomentInput label={label} hasTime={shape.hasTime} value={value} onChange={onChange} />
    case 'name':
      return <NameInput label={label} of={shape.of} value={value} fallback={fallback} onChange={onChange} />
    case 'file':
      return <FileInput label={label} value={value} onChange={onChange} />
    case 'group':
      return <GroupInput Field={Field} fields={shape.fields} value={value} onChange={onChange} />
    case 'variants':
      return (
        <VariantsInput
          Field={Field}
          Input={ShapeInput}
          label={label}
          variants={shape.variants}
          value={value}
          fallback={fallback}
          onChange={onChange}
        />
      )
    case 'connection':
      return <ConnectionInput Field={Field} label={label} types={shape.types} value={value} onChange={onChange} />
    case 'times':
      return <TimesInput by={shape.by} label={label} value={value} onChange={onChange} />
    case 'duration':
      return <DurationInput label={label} value={value} fallback={fallback} onChange={onChange} />
    case 'secret':
      return <SecretInput label={label} value={value} onChange={onChange} />
    case 'text':
      return <PlainText label={label} value={value} fallback={fallback} isLong={shape.isLong} onChange={onChange} />
    case 'code':
      return (
        <Suspense fallback={<Loading what="the editor" />}>
          <CodeInput label={label} value={value} language={shape.language} onChange={onChange} />
        </Suspense>
      )
    case 'condition':
      return <ConditionInput Field={Field} label={label} operators={shape.operators} value={value} onChange={onChange} />
    case 'expression':
    case 'any':
      return <AnyInput label={label} value={value} fallback={fallback} onChange={onChange} />
  }
}

type PlainProps = Omit<InputProps, 'shape' | 'Field' | 'takesExpression'>

/** What may be left unsaid, and is neither then, has three ways to be. */
function SwitchInput({ label, value, fallback, canBeUnset, onChange }: PlainProps) {
  const isOn = (value ?? fallback) === true
  if (canBeUnset !== true || fallback !== undefined) return <Switch label={isOn ? 'Yes' : 'No'} isOn={isOn} onChange={onChange} />
  const choices = [
    { value: unset, name: 'Not set' },
    { value: 'true', name: 'Yes' },
    { value: 'false', name: 'No' },
  ]
  const chosen = value === undefined ? unset : String(value)
  return (
    <Segmented label={label} choices={choices} value={chosen} onChange={(text) => onChange(text === unset ? undefined : text === 'true')} />
  )
}

/** No choice reads so: they are JSON. */
const unset = 'unset'

function ChoiceInput({ label, value, fallback, choices, canBeUnset, onChange }: PlainProps & { readonly choices: readonly Json[] }) {
  const offered = choices.map((choice) => ({ value: JSON.stringify(choice), label: String(choice) }))
  const options = canBeUnset === true && value !== undefined ? [{ value: unset, label: 'Not set' }, ...offered] : offered
  const chosen = value ?? fallback
  return (
    <Select
      label={label}
      isLabelHidden
      options={options}
      value={chosen === undefined ? null : JSON.stringify(chosen)}
      onChange={(text) => onChange(text === unset ? undefined : (JSON.parse(text) as Json))} // One of the choices, written above.
    />
  )
}

function SecretInput({ label, value, onChange }: Pick<PlainProps, 'label' | 'value' | 'onChange'>) {
  const { text, type } = useTyped(typeof value === 'string' ? value : '', (typed) => onChange(typed === '' ? undefined : typed))
  return <TextField label={label} isLabelHidden type="password" value={text} onChange={type} />
}

interface PlainTextProps extends PlainProps {
  readonly isLong: boolean
}

function PlainText({ label, value, fallback, isLong, onChange }: PlainTextProps) {
  const shown = typeof value === 'string' ? value : ''
  const { text, type } = useTyped(shown, (typed) => onChange(typed === '' ? undefined : typed))
  const placeholder = fallback === undefined || fallback === '' ? '' : textOfValue(fallback)
  const isTall = isLong || shown.includes('\n')
  return (
    <div>
      {isTall ? (
        <TextArea label={label} isLabelHidden value={text} onChange={type} placeholder={placeholder} />
      ) : (
        <TextField label={label} isLabelHidden value={text} onChange={type} placeholder={placeholder} />
      )}
    </div>
  )
}

/** JSON where it is JSON, else the text as it stands. */
function AnyInput({ label, value, fallback, onChange }: PlainProps) {
  const { text, type } = useTyped(textOfField({ kind: 'any' }, value), (typed) => {
    if (!looksUnfinished(typed)) onChange(typedValue(typed))
  })
  const placeholder = fallback === undefined ? '' : textOfValue(fallback)
  const mistake = looksUnfinished(text) ? 'This is not JSON yet: nothing of it is kept until it is.' : undefined
  return (
    <div>
      <TextArea
        label={label}
        isLabelHidden
        isCode
        lines={Math.min(12, text.split('\n').length)}
        value={text}
        onChange={type}
        placeholder={placeholder}
        mistake={mistake}
      />
    </div>
  )
}
