import type { KeyboardEvent, Ref } from 'react'
import { SearchField } from '../design/search-field.tsx'
import { Segmented } from '../design/segmented.tsx'
import { Select } from '../design/select.tsx'
import styles from './filter-bar.module.css'
import type { ListedWorkflow } from './listed-workflow.ts'
import { tagsOf, type WorkflowFilter } from './workflow-filter.ts'

interface FilterBarProps {
  readonly filter: WorkflowFilter
  readonly workflows: readonly ListedWorkflow[]
  readonly searchRef: Ref<HTMLInputElement>
  onChange(filter: WorkflowFilter): void
}

const states = [
  { value: 'all', name: 'All' },
  { value: 'published', name: 'Published' },
  { value: 'drafts', name: 'Drafts' },
  { value: 'mistakes', name: 'With mistakes' },
  { value: 'failing', name: 'Failing' },
] as const

/** Narrows the list while one types; the arrow down goes into it. */
export function FilterBar({ filter, workflows, searchRef, onChange }: FilterBarProps) {
  const tags = tagsOf(workflows)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the arrow key of the field inside.
    <div className={styles.bar} onKeyDown={goToList}>
      <div className={styles.search}>
        <SearchField
          ref={searchRef}
          label="Search workflows"
          shortcut="/"
          value={filter.search}
          onChange={(search) => onChange({ ...filter, search })}
        />
      </div>
      <Segmented label="Which workflows" choices={states} value={filter.state} onChange={(state) => onChange({ ...filter, state })} />
      {tags.length > 0 && (
        <div className={styles.tag}>
          <Select
            label="Tag"
            isLabelHidden
            value={filter.tag}
            options={[{ value: '', label: 'All tags' }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
            onChange={(tag) => onChange({ ...filter, tag })}
          />
        </div>
      )}
    </div>
  )
}

function goToList(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLInputElement) || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return
  const first = document.querySelector<HTMLElement>('[data-row-link]')
  if (first === null) return
  event.preventDefault()
  if (event.key === 'Enter') first.click()
  else first.focus()
}
