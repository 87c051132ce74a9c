import { TextField } from '../design/text-field.tsx'
import { idMistake } from './new-workflow.ts'

interface NameFieldsProps {
  readonly name: string
  readonly id: string
  readonly taken: ReadonlySet<string>
  /** What an empty name means. */
  readonly placeholder?: string
  onName(name: string): void
  onId(id: string): void
}

/** How people and how files know a workflow. */
export function NameFields({ name, id, taken, placeholder = 'Process order', onName, onId }: NameFieldsProps) {
  return (
    <>
      <TextField label="Name" value={name} onChange={onName} placeholder={placeholder} />
      <TextField
        label="Id"
        isCode
        value={id}
        onChange={onId}
        mistake={idMistake(id, taken)}
        help="Files, addresses and other workflows know it by this. It stays; the name may change."
      />
    </>
  )
}
