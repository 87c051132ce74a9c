import { Columns3, Download, Ellipsis, FileUp, Lock, Pencil, Plus, Trash2, Users, Workflow } from 'lucide-react'
import type { TableDetail } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Menu } from '../design/menu.tsx'
import { Popover } from '../design/popover.tsx'
import type { Column } from '../model/tables/column.ts'
import { firstLook } from './kept-look.ts'
import { PlaceHead } from './place-head.tsx'
import styles from './table-head.module.css'
import type { TableDialog } from './table-page.tsx'

interface TableHeadProps {
  readonly table: TableDetail
  /** Of those that fit. */
  readonly count: number | undefined
  readonly isNarrowed: boolean
  readonly columns: readonly Column[]
  readonly hidden: readonly string[]
  onHidden(hidden: readonly string[]): void
  onCreate(): void
  onDialog(dialog: TableDialog): void
}

/** What the table is called, how many records it has, and what can be done with it. */
export function TableHead({ table, count, isNarrowed, columns, hidden, onHidden, onCreate, onDialog }: TableHeadProps) {
  const all = (isNarrowed ? table.count : (count ?? table.count)).toLocaleString()
  return (
    <PlaceHead>
      <h1 className={styles.name}>{table.name}</h1>
      <span className={styles.count} role="status">
        {isNarrowed && count !== undefined ? `${count.toLocaleString()} of ${all}` : all} {table.count === 1 ? 'record' : 'records'}
      </span>
      {table.isLocked && (
        <span className={styles.lock} title="Fields that it does not have are refused">
          <Lock size={12} aria-hidden />
          Locked
        </span>
      )}
      {table.access !== undefined && (
        <span className={styles.lock} title="Apps may use it with tokens, see “Who may use it”">
          <Users size={12} aria-hidden />
          Shared
        </span>
      )}
      <span className={styles.gap} />
      <Popover
        title="Shown columns"
        align="end"
        trigger={
          <Button look="quiet" icon={Columns3}>
            Shown
          </Button>
        }
      >
        <div className={styles.columns}>
          {columns.map(({ name }) => (
            <Checkbox
              key={name}
              label={name}
              isChecked={!hidden.includes(name)}
              onChange={(isShown) => onHidden(isShown ? hidden.filter((one) => one !== name) : [...hidden, name])}
            />
          ))}
        </div>
        <Button look="quiet" onClick={() => onHidden(firstLook.hidden)}>
          As it was
        </Button>
      </Popover>
      <Button look="quiet" icon={Pencil} onClick={() => onDialog('columns')}>
        Columns
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={`More of ${table.name}`} />}
        entries={[
          { name: 'Import a file', icon: FileUp, run: () => onDialog('import') },
          { name: 'Export', icon: Download, run: () => onDialog('export') },
          { name: 'Who may use it', icon: Users, run: () => onDialog('access') },
          { name: 'Used by', icon: Workflow, run: () => onDialog('use') },
          'line',
          { name: 'Delete the table', icon: Trash2, isDanger: true, run: () => onDialog('delete') },
        ]}
      />
      <Button look="main" icon={Plus} onClick={onCreate}>
        New record
      </Button>
    </PlaceHead>
  )
}
