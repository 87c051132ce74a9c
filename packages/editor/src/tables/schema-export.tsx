import { useQuery } from '@tanstack/react-query'
import { urlOf } from '../api/call.ts'
import { readBeginning } from '../api/read-beginning.ts'
import { CodeBlock } from '../design/code-block.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { Select } from '../design/select.tsx'
import styles from './export-dialog.module.css'

const formats = [
  { value: 'json', label: 'JSON', help: 'for another Millrace' },
  { value: 'postgres', label: 'PostgreSQL', help: 'SQL, one transaction' },
  { value: 'supabase', label: 'Supabase', help: 'SQL with row level security' },
  { value: 'pocketbase', label: 'PocketBase', help: 'collections, without records' },
] as const
const data = [
  { value: 'none', label: 'Without records' },
  { value: 'sample', label: 'With ten records of each table' },
  { value: 'all', label: 'With all records' },
] as const

/** Which schema is exported. */
export interface SchemaWish {
  readonly format: (typeof formats)[number]['value']
  readonly data: (typeof data)[number]['value']
}

/** What to do with the file. */
const next: Readonly<Record<SchemaWish['format'], string>> = {
  json: 'Next: millrace table schema --apply schema.json makes these tables in another Millrace.',
  postgres: 'Next: psql -f schema.sql loads it, all or nothing, into a database without tables of these names.',
  supabase: 'Next: run it in the SQL editor of Supabase, and review the policies before people get in.',
  pocketbase: 'Next: import it in the settings of PocketBase, and write rules: until then only superusers get in.',
}

/** More is not looked at, and takes a browser long to lay out. */
const mostShown = 50_000

export function schemaUrl({ format, data: records }: SchemaWish): string {
  return urlOf('GET /api/v1/table-schema', { query: { format, ...(format !== 'pocketbase' && { data: records }) } })
}

interface SchemaExportProps {
  readonly wish: SchemaWish
  onWish(wish: SchemaWish): void
}

/** The columns of all tables for another database: chosen, looked at, and copied. */
export function SchemaExport({ wish, onWish }: SchemaExportProps) {
  const { format, data: records } = wish
  const url = schemaUrl(wish)
  const shown = useQuery({
    queryKey: ['tables', 'schema', url],
    queryFn: ({ signal }) => readBeginning(url, mostShown, signal),
    staleTime: 0,
  })
  return (
    <div className={styles.way}>
      <div className={styles.choice}>
        <Select label="For" options={formats} value={format} onChange={(value) => onWish({ ...wish, format: value })} />
        {format !== 'pocketbase' && (
          <Select label="Records" options={data} value={records} onChange={(value) => onWish({ ...wish, data: value })} />
        )}
      </div>
      <p className={styles.text}>{next[format]}</p>
      {shown.error !== null && <Failure error={shown.error} onRetry={() => void shown.refetch()} />}
      {shown.data === undefined && shown.error === null && <Loading what="the schema" />}
      {shown.data !== undefined && (
        <CodeBlock code={shown.data.text} what={shown.data.isWhole ? 'the schema' : 'the beginning of the schema'} />
      )}
      {shown.data?.isWhole === false && <p className={styles.text}>This is its beginning: Download has all of it.</p>}
    </div>
  )
}
