import { Download } from 'lucide-react'
import { useState } from 'react'
import { urlOf } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Select } from '../design/select.tsx'
import { Tabs } from '../design/tabs.tsx'
import styles from './export-dialog.module.css'
import { SchemaExport, type SchemaWish, schemaUrl } from './schema-export.tsx'
import type { TableDialogProps } from './table-dialog-props.ts'

const formats = [
  { value: 'csv', label: 'CSV', help: 'for a spreadsheet' },
  { value: 'json', label: 'JSON', help: 'one list' },
  { value: 'ndjson', label: 'NDJSON', help: 'one object a line' },
] as const

/** Records as a file, as they are filtered and sorted here; or the columns of all tables for another database. */
export function ExportDialog({ table: { name }, where, sort, onClose }: TableDialogProps) {
  const [way, setWay] = useState<'records' | 'schema'>('records')
  const [format, setFormat] = useState<(typeof formats)[number]['value']>('csv')
  const [schema, setSchema] = useState<SchemaWish>({ format: 'json', data: 'none' })
  const query = {
    format,
    ...(where !== undefined && { where: JSON.stringify(where) }),
    ...(sort.length > 0 && { sort: sort.join(',') }),
  }
  const url = way === 'records' ? urlOf('GET /api/v1/tables/{table}/export', { params: { table: name }, query }) : schemaUrl(schema)
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
            content: <SchemaExport wish={schema} onWish={setSchema} />,
          },
        ]}
      />
    </Dialog>
  )
}
