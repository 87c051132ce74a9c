import { Columns3 } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { Popover } from '../design/popover.tsx'
import styles from './columns-menu.module.css'
import type { ExecutionColumn } from './execution-columns.tsx'

interface ColumnsMenuProps {
  readonly columns: readonly ExecutionColumn[]
  readonly shown: readonly string[]
  readonly onChange: (names: readonly string[]) => void
  readonly onReset: () => void
}

/** Which columns the list has, in the order of the list. */
export function ColumnsMenu({ columns, shown, onChange, onReset }: ColumnsMenuProps) {
  function toggle(name: string) {
    onChange(columns.map((column) => column.name).filter((one) => (one === name ? !shown.includes(one) : shown.includes(one))))
  }
  return (
    <Popover
      title="Columns"
      align="end"
      trigger={
        <Button look="quiet" icon={Columns3}>
          Columns
        </Button>
      }
    >
      <div className={styles.list}>
        {columns.map(({ name, title }) => (
          <Checkbox
            key={name}
            label={title}
            isChecked={shown.includes(name)}
            isDisabled={shown.length === 1 && shown[0] === name}
            onChange={() => toggle(name)}
          />
        ))}
      </div>
      <Button look="quiet" onClick={onReset}>
        As it was
      </Button>
    </Popover>
  )
}
