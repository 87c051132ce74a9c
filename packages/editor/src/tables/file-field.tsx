import type { Json } from '@millrace/engine'
import { useMutation } from '@tanstack/react-query'
import { FileUp, X } from 'lucide-react'
import { useRef } from 'react'
import { uploadFile } from '../api/upload-file.ts'
import { Button } from '../design/button.tsx'
import { Failure } from '../design/failure.tsx'
import { Field } from '../design/field.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { cellText } from '../model/tables/cell-text.ts'
import type { Column } from '../model/tables/column.ts'
import { readCell } from '../model/tables/read-cell.ts'
import { FileLink } from './cell-view.tsx'
import styles from './record-panel.module.css'

interface FileFieldProps {
  readonly column: Column
  /** The handle, as JSON. */
  readonly text: string
  readonly mistake: string | undefined
  onChange(text: string): void
}

/** The file of a record: taken off, or another one uploaded in its place. */
export function FileField({ column, text, mistake, onChange }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const read = readCell(column, text)
  const value: Json = read.ok ? read.value : null
  const upload = useMutation({
    mutationFn: uploadFile,
    onSuccess: ({ fileId, name, mediaType, size, sha256 }) => onChange(JSON.stringify({ fileId, name, mediaType, size, sha256 })),
  })
  return (
    <Field label={column.name} mistake={mistake} isRequired={column.required ?? false}>
      <div className={styles.line}>
        {value !== null && <FileLink value={value} name={cellText(column, value) ?? ''} />}
        {value !== null && <IconButton isSmall icon={X} label={`Take the file off ${column.name}`} onClick={() => onChange('')} />}
        <Button look="quiet" icon={FileUp} isBusy={upload.isPending} onClick={() => input.current?.click()}>
          {value === null ? 'Upload' : 'Another file'}
        </Button>
      </div>
      <input
        ref={input}
        className={styles.hidden}
        type="file"
        aria-label={`File of ${column.name}`}
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file !== undefined) upload.mutate(file)
          target.value = ''
        }}
      />
      {upload.error !== null && <Failure error={upload.error} />}
    </Field>
  )
}
