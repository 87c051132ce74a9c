import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly name: string
  /** How many are in it, behind the name. */
  readonly count?: number
  readonly content: ReactNode
}

interface TabsProps<Id extends string> {
  /** What is chosen from, for screen readers. */
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly value: Id
  onChange(id: NoInfer<Id>): void
}

/** Views of one thing, one at a time; arrow keys go along them. Only the one that is shown is there. */
export function Tabs<Id extends string>({ label, tabs, value, onChange }: TabsProps<Id>) {
  return (
    <Base.Root className={styles.root} value={value} onValueChange={(id: Id) => onChange(id)}>
      <Base.List className={styles.list} aria-label={label}>
        {tabs.map(({ id, name, count }) => (
          <Base.Tab key={id} className={styles.tab} value={id}>
            {name}
            {count !== undefined && <span className={styles.count}>{count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ id, content }) => (
        <Base.Panel key={id} className={styles.panel} value={id}>
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
