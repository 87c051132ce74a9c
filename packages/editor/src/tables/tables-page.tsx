import { CloudDownload, Download, FileUp, Plus, Search, Table2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { loadSoon } from '../design/load-soon.ts'
import { Loading } from '../design/loading.tsx'
import { Menu } from '../design/menu.tsx'
import { SearchField } from '../design/search-field.tsx'
import { useActions } from '../shell/actions.ts'
import { useTitle } from '../shell/use-title.ts'
import { parseImportPath } from './parse/place.ts'
import { TableList } from './table-list.tsx'
import styles from './tables-page.module.css'
import { useTables } from './use-tables.ts'

const loadDialog = () => import('./new-table-dialog.tsx')
const NewTableDialog = lazy(() => loadDialog().then(({ NewTableDialog }) => ({ default: NewTableDialog })))
const ways = ['columns', 'file'] as const

/** Users' own tables, and how to make one. */
export function TablesPage() {
  const [address, setAddress] = useSearchParams()
  const navigate = useNavigate()
  const search = useRef<HTMLInputElement>(null)
  const { items, error, readAgain } = useTables()
  const words = address.get('search') ?? ''
  const way = ways.find((one) => one === address.get('new'))

  function show(fields: { search?: string; new?: string }) {
    const next = { search: words, new: '', ...fields }
    setAddress(
      Object.entries(next).filter(([, value]) => value !== ''),
      { replace: true },
    )
  }
  const begin = () => show({ new: 'columns' })
  const readFile = () => show({ new: 'file' })
  const importParse = () => void navigate(parseImportPath)
  useTitle('Tables')
  useEffect(() => loadSoon(loadDialog), [])
  useActions([
    { id: 'create', name: 'New table', group: 'Tables', keys: ['c'], icon: Plus, run: begin },
    { id: 'import', name: 'New table from a file', group: 'Tables', icon: FileUp, run: readFile },
    { id: 'parse', name: 'Import from a Parse server', group: 'Tables', icon: CloudDownload, run: importParse },
    { id: 'search', name: 'Search the list', group: 'Tables', keys: ['/'], icon: Search, run: () => search.current?.focus() },
  ])

  const found = items?.filter(({ name, columns }) => fits([name, ...columns.map((column) => column.name)], words))
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Tables</h1>
        {items !== undefined && items.length > 0 && <span className={styles.count}>{items.length}</span>}
        <span className={styles.gap} />
        <Menu
          align="end"
          trigger={<Button icon={Download}>Import</Button>}
          entries={[
            { name: 'From a file', icon: FileUp, run: readFile },
            { name: 'From a Parse server', icon: CloudDownload, run: importParse },
          ]}
        />
        <Button look="main" icon={Plus} onClick={begin}>
          New table
        </Button>
      </header>
      {error !== null && <Failure error={error} onRetry={readAgain} />}
      {items === undefined && error === null && <Loading what="the tables" />}
      {items?.length === 0 && <NoTables onFile={readFile} onParse={importParse} />}
      {items !== undefined && items.length > 0 && (
        <div className={styles.bar}>
          <SearchField ref={search} label="Search tables" shortcut="/" value={words} onChange={(search) => show({ search })} />
        </div>
      )}
      {found !== undefined && found.length > 0 && <TableList tables={found} />}
      {items !== undefined && items.length > 0 && found?.length === 0 && (
        <Empty icon={Search} title="Nothing fits" actions={<Button onClick={() => show({ search: '' })}>Show all tables</Button>}>
          Names of tables and columns are searched. Open a table to search its records.
        </Empty>
      )}
      <Suspense>{way !== undefined && <NewTableDialog key={way} way={way} onClose={() => show({})} />}</Suspense>
    </div>
  )
}

function fits(names: readonly string[], words: string): boolean {
  const text = names.join('\n').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function NoTables({ onFile, onParse }: { onFile(): void; onParse(): void }) {
  const call = `curl ${location.origin}/api/v1/tables/visitor/records -d '{"email": "ada@example.com", "age": 36}'`
  return (
    <Empty
      icon={Table2}
      title="What your workflows remember"
      actions={
        <>
          <Button icon={FileUp} onClick={onFile}>
            From a file
          </Button>
          <Button icon={CloudDownload} onClick={onParse}>
            From a Parse server
          </Button>
        </>
      }
    >
      <p>
        A table keeps records: orders, customers, what was seen already. Workflows read and write it with the nodes under Data, everything
        else through the API. The first record makes the table and its columns:
      </p>
      <div className={styles.call}>
        <CodeBlock code={call} what="the call" />
      </div>
      <p>
        The example <code>guest-book</code> shows all the nodes. Or begin with columns that you name: <strong>New table</strong>; with a
        file of CSV, JSON or NDJSON; or with what a Parse server has.
      </p>
    </Empty>
  )
}
