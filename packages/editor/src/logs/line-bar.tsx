import { X } from 'lucide-react'
import type { Ref } from 'react'
import { useWorkflowChoices } from '../api/use-workflow-choices.ts'
import { Button } from '../design/button.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Select } from '../design/select.tsx'
import { SpanSelect } from '../design/span-select.tsx'
import { useTyped } from '../design/use-typed.ts'
import { type LineFilter, noLineFilter, writeLineFilter } from './line-filter.ts'
import styles from './logs-page.module.css'

const levelChoices = [
  { value: '', label: 'All levels' },
  { value: 'info', label: 'Info and above' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors' },
]
interface LineBarProps {
  readonly filter: LineFilter
  readonly searchRef: Ref<HTMLInputElement>
  onChange(filter: LineFilter): void
}

/** What is asked of the lines. A node and an execution come out of a line, and are taken away again here. */
export function LineBar({ filter, searchRef, onChange }: LineBarProps) {
  const set = (part: Partial<LineFilter>) => onChange({ ...filter, ...part })
  const workflows = useWorkflowChoices(filter.workflow)
  const search = useTyped(filter.text, (text) => set({ text }))
  return (
    <search className={styles.bar}>
      <div className={styles.search}>
        <SearchField ref={searchRef} label="Search in messages" shortcut="/" value={search.text} onChange={search.type} />
      </div>
      <div className={styles.choice}>
        <Select label="Level" isLabelHidden options={levelChoices} value={filter.level} onChange={(level) => set({ level })} />
      </div>
      <div className={styles.choice}>
        <Select
          label="Workflow"
          isLabelHidden
          options={workflows}
          value={filter.workflow}
          onChange={(workflow) => set({ workflow, node: '' })}
        />
      </div>
      <div className={styles.choice}>
        <SpanSelect value={filter.since} onChange={(since) => set({ since })} />
      </div>
      {filter.node !== '' && (
        <Button look="quiet" icon={X} onClick={() => set({ node: '' })}>
          Node {filter.node}
        </Button>
      )}
      {filter.execution !== '' && (
        <Button look="quiet" icon={X} onClick={() => set({ execution: '' })}>
          One execution
        </Button>
      )}
      {writeLineFilter(filter).size > 0 && (
        <Button look="quiet" icon={X} onClick={() => onChange(noLineFilter)}>
          Clear
        </Button>
      )}
    </search>
  )
}
