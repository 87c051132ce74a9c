import { Download } from 'lucide-react'
import { useState } from 'react'
import { urlOf } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Select } from '../design/select.tsx'
import { Tabs } from '../design/tabs.tsx'
import styles from './export-dialog.module.css'
import type { TableDialogProps } from './table-dialog-props.ts'

const formats = [
  { value: 'csv', label: 'CSV', help: 'for a spreadsheet' },
  { value: 'json', label: 'JSON', help: 'one list' },
  { value: 'ndjson', label: 'NDJSON', help: 'one object a line' },
] as const
const schemas = [
  { value: 'json', label: 'JSON', help: 'for another Millrace' },
  { value: 'postgres', label: 'PostgreSQL', help: 'SQL, one transaction' },
  { value: 'supabase', label: 'Supabase', help: 'SQL with row level security: review the policies' },
  { value: 'pocketbase', label: 'PocketBase', help: 'collections, without records' },
] as const
const data = [
  { value: 'none', label: 'Without records' },
  { value: 'sample', label: 'With ten records of each table' },
  { value: 'all', label: 'With all records' },
] as const

/** Records as a file, as they are filtered and sorted here; or the columns of all tables for another database. */
export function ExportDialog({ table: { name }, where, sort, onClose }: TableDialogProps) {
  const [way, setWay] = useState<'records' | 'schema'>('records')
  const [format, setFormat] = useState<(typeof formats)[number]['value']>('csv')
  const [schema, setSchema] = useState<(typeof schemas)[number]['value']>('json')
  const [records, setRecords] = useState<(typeof data)[number]['value']>('none')
  const query = {
    format,
    ...(where !== undefined && { where: JSON.stringify(where) }),
    ...(sort.length > 0 && { sort: sort.join(',') }),
  }
  const url =
    way === 'records'
      ? urlOf('GET /api/v1/tables/{table}/export', { params: { table: name }, query })
      : urlOf('GET /api/v1/table-schema', { query: { format: schema, ...(schema !== 'pocketbase' && { data: records }) } })
  return (
    <Dialog
      title="Export"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button look="main" icon={Download} onClick={() => location.assign(url)}>
            Download
          </Button>
        </>
      }
    >
      <Tabs
        label="What is exported"
        value={way}
        onChange={setWay}
        tabs={[
          {
            id: 'records',
            name: `Records of ${name}`,
            content: (
              <div className={styles.way}>
                <Select label="Format" options={formats} value={format} onChange={setFormat} />
                <p className={styles.text}>
                  {where === undefined ? 'All records.' : 'The records that fit the search and the filter.'} However many there are.
                </p>
              </div>
            ),
          },
          {
            id: 'schema',
            name: 'Columns of all tables',
            content: (
              <div className={styles.way}>
                <Select label="For" options={schemas} value={schema} onChange={setSchema} />
                {schema !== 'pocketbase' && <Select label="Records" options={data} value={records} onChange={setRecords} />}
              </div>
            ),
          },
        ]}
      />
    </Dialog>
  )
}
