import { CircleCheck, FileUp, TriangleAlert } from 'lucide-react'
import { type DragEvent, useRef } from 'react'
import type { Imported } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { Failure } from '../design/failure.tsx'
import { Select } from '../design/select.tsx'
import styles from './import-fields.module.css'
import type { Import } from './use-import.ts'

interface ImportFieldsProps {
  readonly reading: Import
  /** Unique columns, by which records may be known that are there already. */
  readonly keys: readonly string[]
}

/** A file is chosen or dropped, looked through by the server, and said to be right or which lines are not. */
export function ImportFields({ reading, keys }: ImportFieldsProps) {
  const input = useRef<HTMLInputElement>(null)
  const take = (file: File | undefined) => file !== undefined && reading.choose(file)
  function drop(event: DragEvent) {
    event.preventDefault()
    take(event.dataTransfer.files[0])
  }
  const { file, checked, error, stage } = reading
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button does the same. */}
      <div className={styles.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <FileUp className={styles.icon} size={24} strokeWidth={1.5} aria-hidden />
        <p>
          {file === undefined ? 'Drop CSV, JSON or NDJSON here, of any size.' : <strong>{file.name}</strong>}{' '}
          {file !== undefined && sizeText(file.size)}
        </p>
        <Button icon={FileUp} onClick={() => input.current?.click()} isBusy={stage === 'importing'}>
          {file === undefined ? 'Choose a file' : 'Another file'}
        </Button>
        <input
          ref={input}
          className={styles.file}
          type="file"
          accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl"
          aria-label="File with records"
          tabIndex={-1}
          onChange={(event) => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      {keys.length > 0 && (
        <Select
          label="What is there already"
          help="By a unique column a line updates the record that has the same value there; otherwise each line is a new record."
          options={[{ value: '', label: 'Every line is a new record' }, ...keys.map((key) => ({ value: key, label: `Update by ${key}` }))]}
          value={reading.key}
          onChange={reading.setKey}
        />
      )}
      {stage !== 'idle' && <Progress reading={reading} />}
      <div className={styles.said} role="status">
        {error !== undefined && <Failure error={error} />}
        {checked !== undefined && <Checked checked={checked} />}
      </div>
      {checked !== undefined && checked.wrong > 0 && (
        <Checkbox label="Leave the wrong lines out" isChecked={reading.skipsWrong} onChange={reading.setSkipsWrong} />
      )}
    </>
  )
}

function Progress({ reading: { sent, stage } }: { readonly reading: Import }) {
  const doing = stage === 'checking' ? 'The server looks through it …' : 'The server writes the records …'
  return (
    <label className={styles.progress}>
      {sent < 1 ? `Sent ${Math.floor(sent * 100)} %` : doing}
      <progress className={styles.bar} {...(sent < 1 && { value: sent })} max={1} />
    </label>
  )
}

function Checked({ checked: { count, wrong, mistakes, newColumns, renamed } }: { readonly checked: Imported }) {
  const Icon = wrong === 0 ? CircleCheck : TriangleAlert
  return (
    <>
      <p className={styles.line} data-look={wrong === 0 ? 'good' : 'bad'}>
        <Icon size={16} aria-hidden />
        {linesText(count)} right{wrong > 0 && `, ${linesText(wrong)} wrong; nothing has been written yet`}.
      </p>
      {newColumns.length > 0 && (
        <p className={styles.columns}>New columns: {newColumns.map(({ name, type }) => `${name} (${type})`).join(', ')}</p>
      )}
      {Object.keys(renamed).length > 0 && (
        <p className={styles.columns}>
          Named as columns can be:{' '}
          {Object.entries(renamed)
            .map(([field, column]) => `${field} → ${column}`)
            .join(', ')}
        </p>
      )}
      <ul className={styles.mistakes}>
        {mistakes.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            Line {line}: {message}
          </li>
        ))}
        {wrong > mistakes.length && <li>… and {wrong - mistakes.length} more.</li>}
      </ul>
    </>
  )
}

function linesText(count: number): string {
  return count === 1 ? '1 line is' : `${count.toLocaleString()} lines are`
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`
}
