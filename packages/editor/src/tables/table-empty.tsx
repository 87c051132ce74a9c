import { FileUp, Plus, Search, Table2 } from 'lucide-react'
import type { TableDetail } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { Empty } from '../design/empty.tsx'
import type { Column } from '../model/tables/column.ts'
import styles from './tables-page.module.css'

export function NothingFits({ onClear }: { onClear(): void }) {
  return (
    <Empty icon={Search} title="Nothing fits" actions={<Button onClick={onClear}>Show all records</Button>}>
      No record fits all of this. Texts are compared letter by letter; the search looks at words without case.
    </Empty>
  )
}

interface NoRecordsProps {
  readonly table: TableDetail
  onCreate(): void
  onImport(): void
}

/** How the first record comes: by hand, from a file, by a call, or by a node. */
export function NoRecords({ table: { name, columns }, onCreate, onImport }: NoRecordsProps) {
  const example = Object.fromEntries(columns.filter(({ type }) => type in examples).map((column) => [column.name, examples[column.type]]))
  const call = `curl ${location.origin}/api/v1/tables/${name}/records -d '${JSON.stringify(example)}'`
  return (
    <Empty
      icon={Table2}
      title={`${name} has no records yet`}
      actions={
        <>
          <Button icon={FileUp} onClick={onImport}>
            Import a file
          </Button>
          <Button icon={Plus} onClick={onCreate}>
            New record
          </Button>
        </>
      }
    >
      <p>Write one here, import a file, let a workflow do it with the node “Create record”, or call:</p>
      <div className={styles.call}>
        <CodeBlock code={call} what="the call" />
      </div>
    </Empty>
  )
}

const examples: Partial<Record<Column['type'], unknown>> = {
  ...{ string: 'a text', number: 1, boolean: true, date: '2027-03-01', json: { a: 1 } },
  geoPoint: { latitude: 48.14, longitude: 11.58 },
}
