import { Plus, Trash2, Undo2 } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import type { ColumnType } from '../model/tables/column.ts'
import { type ColumnDraft, canHaveDefault, draftMistakes, marksOf, newDraft } from '../model/tables/column-drafts.ts'
import styles from './column-fields.module.css'
import { typeLooks } from './type-looks.ts'

interface ColumnFieldsProps {
  readonly drafts: readonly ColumnDraft[]
  /** Where pointers and relations may lead. */
  readonly tables: readonly string[]
  /** What has been tried shows what is wrong. */
  readonly isTried: boolean
  onChange(drafts: readonly ColumnDraft[]): void
}

/** The columns of a table, each with its name, type and rules. */
export function ColumnFields({ drafts, tables, isTried, onChange }: ColumnFieldsProps) {
  const list = useRef<HTMLUListElement>(null)
  const count = useRef(0)
  function add() {
    count.current += 1
    onChange([...drafts, newDraft(`new ${count.current}`)])
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(':scope > li:last-child input')?.focus())
  }
  function set(index: number, next: ColumnDraft | undefined) {
    onChange(next === undefined ? drafts.toSpliced(index, 1) : drafts.with(index, next))
  }
  return (
    <div className={styles.columns}>
      <ul ref={list} className={styles.list}>
        {drafts.map((draft, index) => (
          <li key={draft.key}>
            <ColumnRow draft={draft} drafts={drafts} tables={tables} isTried={isTried} onChange={(next) => set(index, next)} />
          </li>
        ))}
      </ul>
      <div>
        <Button look="quiet" icon={Plus} onClick={add}>
          Column
        </Button>
      </div>
    </div>
  )
}

interface ColumnRowProps extends Omit<ColumnFieldsProps, 'onChange'> {
  readonly draft: ColumnDraft
  onChange(next: ColumnDraft | undefined): void
}

const typeOptions = Object.entries(typeLooks).map(([value, { name, icon, help }]) => ({
  value: value as ColumnType, // The looks are by type.
  label: name,
  icon,
  help,
}))

const markLooks = {
  required: { name: 'Required', help: 'No record may leave it empty' },
  unique: { name: 'Unique', help: 'No two records have the same' },
  index: { name: 'Index', help: 'Conditions and orders by it are fast' },
  search: { name: 'Search', help: 'Its words are found' },
} as const

function ColumnRow({ draft, drafts, tables, isTried, onChange }: ColumnRowProps) {
  const { was, name, type, table, isRemoved } = draft
  const label = name === '' ? 'the new column' : name
  if (isRemoved) return <RemovedRow name={was?.name ?? name} onKeep={() => onChange({ ...draft, isRemoved: false })} />
  const mistakes = draftMistakes(draft, drafts)
  const set = (part: Partial<ColumnDraft>) => onChange({ ...draft, ...part })
  const leads = type === 'pointer' || type === 'relation'
  return (
    <fieldset className={styles.row} aria-label={`Column ${label}`}>
      <div className={styles.line}>
        <TextField
          label={`Name of ${label}`}
          isLabelHidden
          isCode
          placeholder="name"
          value={name}
          mistake={isTried || name !== '' ? mistakes.name : undefined}
          onChange={(name) => set({ name })}
        />
        <Select label={`Type of ${label}`} isLabelHidden options={typeOptions} value={type} onChange={(type) => set({ type })} />
        {leads && (
          <Select
            label={`Table to which ${label} leads`}
            isLabelHidden
            placeholder="to table …"
            options={tables.map((one) => ({ value: one, label: one }))}
            value={table === '' ? null : table}
            mistake={isTried ? mistakes.table : undefined}
            onChange={(table) => set({ table })}
          />
        )}
        <IconButton
          icon={Trash2}
          label={`Remove ${label}`}
          side="left"
          onClick={() => onChange(was === undefined ? undefined : { ...draft, isRemoved: true })}
        />
      </div>
      <div className={styles.rules}>
        {marksOf(type).map((mark) => (
          <span key={mark} title={markLooks[mark].help}>
            <Checkbox label={markLooks[mark].name} isChecked={draft[mark]} onChange={(checked) => set({ [mark]: checked })} />
          </span>
        ))}
        {canHaveDefault(type) && (
          <div className={styles.fallback}>
            <TextField
              label={`Default of ${label}`}
              isLabelHidden
              placeholder="default"
              value={draft.fallback}
              mistake={mistakes.fallback}
              onChange={(fallback) => set({ fallback })}
            />
          </div>
        )}
      </div>
    </fieldset>
  )
}

function RemovedRow({ name, onKeep }: { readonly name: string; onKeep(): void }) {
  return (
    <div className={styles.removed}>
      <s>{name}</s> will be removed with all its values.
      <span className={styles.gap} />
      <Button look="quiet" icon={Undo2} onClick={onKeep}>
        Keep it
      </Button>
    </div>
  )
}
