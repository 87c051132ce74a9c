import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Template } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { SearchField } from '../design/search-field.tsx'
import { TriggerIcons } from '../triggers/trigger-icons.tsx'
import styles from './template-choice.module.css'

interface TemplateChoiceProps {
  readonly chosen: Template | undefined
  onChoose(template: Template): void
}

/** The examples to begin with. Looking at them runs nothing. */
export function TemplateChoice({ chosen, onChoose }: TemplateChoiceProps) {
  const [search, setSearch] = useState('')
  const { data, error, refetch } = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => call('GET /api/v1/templates', { signal }) })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading what="the templates" />
  const fitting = data.items.filter((template) => isFitting(template, search))
  return (
    <div className={styles.choice}>
      <SearchField label="Search templates" value={search} onChange={setSearch} />
      <div className={styles.cards} role="radiogroup" aria-label="Templates">
        {fitting.map((template) => (
          <Card key={template.id} template={template} isChosen={template.id === chosen?.id} onChoose={() => onChoose(template)} />
        ))}
      </div>
      {fitting.length === 0 && <p className={styles.none}>No template fits. Begin blank, or paste what you have.</p>}
    </div>
  )
}

interface CardProps {
  readonly template: Template
  readonly isChosen: boolean
  onChoose(): void
}

function Card({ template: { id, name, summary, tags, triggers }, isChosen, onChoose }: CardProps) {
  return (
    <label className={styles.card} data-chosen={isChosen}>
      <input className={styles.radio} type="radio" name="template" value={id} checked={isChosen} onChange={onChoose} />
      <TriggerIcons types={triggers} />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.summary}>{summary}</span>
        <span className={styles.tags}>{tags.join(' · ')}</span>
      </span>
    </label>
  )
}

function isFitting({ name, summary, tags, triggers }: Template, search: string): boolean {
  const text = [name, summary, ...tags, ...triggers].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
