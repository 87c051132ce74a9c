import { Download } from 'lucide-react'
import { urlOf } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Menu } from '../design/menu.tsx'
import { type ExecutionFilter, toQuery } from './execution-filter.ts'

const formats = [
  ['csv', 'CSV, for a spreadsheet'],
  ['json', 'JSON, one list'],
  ['ndjson', 'NDJSON, one object a line'],
] as const

/** The list as it is filtered, whole, as a file: the browser saves it as it comes. */
export function ExportMenu({ filter }: { readonly filter: ExecutionFilter }) {
  const entries = formats.map(([format, name]) => ({
    name,
    run: () => location.assign(urlOf('GET /api/v1/executions/export', { query: { ...toQuery(filter, Date.now()), format } })),
  }))
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={
        <Button look="quiet" icon={Download}>
          Export
        </Button>
      }
    />
  )
}
