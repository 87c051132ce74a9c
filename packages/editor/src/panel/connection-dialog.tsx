import type { Json, JsonObject } from '@millrace/engine'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection, ConnectionType } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { Markdown } from '../design/markdown.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { formFields } from '../model/form/form-fields.ts'
import type { InputProps } from './field-props.ts'
import styles from './node-panel.module.css'

interface ConnectionDialogProps extends Pick<InputProps, 'Field'> {
  /** Those that the node takes; of whatever type, where it says none. */
  readonly types: readonly string[]
  /** What the node already calls it. */
  readonly name: string
  /** The one that is to be changed; a new one is made without. */
  readonly changed?: Connection | undefined
  onMade(name: string): void
  onClose(): void
}

/** Makes a connection, or changes one: what is secret in it is sent once, encrypted there, and never shown again. */
export function ConnectionDialog({ types, name: wanted, changed, Field, onMade, onClose }: ConnectionDialogProps) {
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['connection-types'],
    queryFn: ({ signal }) => call('GET /api/v1/connection-types', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const offered = data?.items.filter(({ type }) => types.length === 0 || types.includes(type)) ?? []
  const [chosen, setChosen] = useState<string>()
  const type = offered.find((one) => one.type === (changed?.type ?? chosen)) ?? offered[0]
  const [name, setName] = useState(wanted)
  const [values, setValues] = useState<JsonObject>({ ...(changed?.values as JsonObject | undefined) }) // JSON, by the schema of its type.
  const make = useMutation({
    mutationFn: () =>
      changed === undefined
        ? call('POST /api/v1/connections', { body: { name, type: type?.type ?? '', values } })
        : call('PATCH /api/v1/connections/{name}', { params: { name }, body: { values: changesOf(changed, values) } }),
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['connections'] })
      onMade(name)
      onClose()
    },
  })
  const isNamed = /^[a-z][a-z0-9_]*$/.test(name)
  return (
    <Dialog
      title={changed === undefined ? 'New connection' : `Change ${name}`}
      text={
        changed === undefined
          ? 'Every workflow can name it. What is secret in it is encrypted, and never shown again.'
          : 'Whatever names it uses what you change. What is secret is not shown: left empty, it stays as it is.'
      }
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="main"
            isBusy={make.isPending}
            disabled={(changed === undefined && !isNamed) || type === undefined}
            onClick={() => make.mutate()}
          >
            {changed === undefined ? 'Make it' : 'Change it'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {error !== null && <Failure error={error} />}
        {data === undefined && error === null && <Loading what="the types of connections" />}
        {changed === undefined && (
          <TextField
            label="Name"
            isCode
            isRequired
            value={name}
            onChange={setName}
            mistake={name === '' || isNamed ? undefined : 'Begin with a lower-case letter, then letters, digits and "_".'}
          />
        )}
        {changed === undefined && offered.length > 1 && (
          <Select
            label="Type"
            options={offered.map((one) => ({ value: one.type, label: one.title, help: one.summary }))}
            value={type?.type ?? null}
            onChange={(next) => {
              setChosen(next)
              setValues({})
            }}
          />
        )}
        {type !== undefined && <ValuesForm key={type.type} Field={Field} type={type} values={values} onChange={setValues} />}
        {make.error !== null && <Failure error={make.error} />}
      </div>
    </Dialog>
  )
}

/** What was emptied is taken away; a secret that nobody has typed anew is not among the values, and stays. */
function changesOf({ values: before }: Connection, values: JsonObject): JsonObject {
  const gone = Object.keys(before as JsonObject).filter((name) => !Object.hasOwn(values, name)) // JSON, by the schema of its type.
  return { ...values, ...Object.fromEntries(gone.map((name) => [name, null])) }
}

interface ValuesFormProps extends Pick<InputProps, 'Field'> {
  readonly type: ConnectionType
  readonly values: JsonObject
  onChange(values: JsonObject): void
}

function ValuesForm({ type: { type, schema, docs }, values, Field, onChange }: ValuesFormProps) {
  const fields = formFields(schema as JsonObject, { type }) // A schema document is JSON.
  function set(name: string, next: Json | undefined) {
    const { [name]: _, ...others } = values
    onChange(next === undefined ? others : { ...others, [name]: next })
  }
  return (
    <>
      {fields.map((field) => (
        <Field
          key={field.name}
          label={field.title}
          help={field.help}
          isRequired={field.isRequired}
          shape={field.shape}
          value={values[field.name]}
          fallback={field.fallback}
          takesExpression={false}
          onChange={(next) => set(field.name, next)}
        />
      ))}
      <Markdown text={docs} />
    </>
  )
}
