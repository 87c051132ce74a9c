import { Plus, Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from '../design/button.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { loadSoon } from '../design/load-soon.ts'
import { Loading } from '../design/loading.tsx'
import { useActions } from '../shell/actions.ts'
import { useTitle } from '../shell/use-title.ts'
import type { Beginning } from './create-dialog.tsx'
import { FileDrop } from './file-drop.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FirstSteps } from './first-steps.tsx'
import type { ListedWorkflow } from './listed-workflow.ts'
import { useWorkflows } from './use-workflows.ts'
import { fits, noFilter, readFilter, type WorkflowFilter, writeFilter } from './workflow-filter.ts'
import { WorkflowTable } from './workflow-table.tsx'
import styles from './workflows-page.module.css'

const loadCreateDialog = () => import('./create-dialog.tsx')
const CreateDialog = lazy(() => loadCreateDialog().then(({ CreateDialog }) => ({ default: CreateDialog })))
const beginnings: readonly Beginning[] = ['blank', 'template', 'text']

/** All workflows: what starts them, how they have fared, what they do now; and how to make one. */
export function WorkflowsPage() {
  const [address, setAddress] = useSearchParams()
  const [dropped, setDropped] = useState<string>()
  const search = useRef<HTMLInputElement>(null)
  const filter = readFilter(address)
  const { items, hasMore, error, readAgain } = useWorkflows(filter.search)
  const begin = beginnings.find((one) => one === address.get('new'))

  function show(next: WorkflowFilter, begin?: Beginning) {
    const fields = writeFilter(next)
    if (begin !== undefined) fields.set('new', begin)
    setAddress(fields, { replace: true })
  }
  const open = (begin: Beginning) => show(filter, begin)
  function close() {
    setDropped(undefined)
    show(filter)
  }
  useTitle('Workflows')
  useEffect(() => loadSoon(loadCreateDialog), [])
  useActions([
    { id: 'create', name: 'New workflow', group: 'Workflows', keys: ['c'], icon: Plus, run: () => open('blank') },
    { id: 'create-from-template', name: 'New workflow from a template', group: 'Workflows', run: () => open('template') },
    { id: 'import', name: 'Import a workflow from a file or from n8n', group: 'Workflows', run: () => open('text') },
    { id: 'search', name: 'Search the list', group: 'Workflows', keys: ['/'], icon: Search, run: () => search.current?.focus() },
    { id: 'rows', name: 'Go from workflow to workflow', group: 'Workflows', keys: ['ArrowDown', 'ArrowUp', 'j', 'k'] },
  ])

  const shown = items?.filter((workflow) => fits(workflow, filter))
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Workflows</h1>
        {items !== undefined && items.length > 0 && (
          <span className={styles.count}>{hasMore ? `at least ${items.length}: a search finds all` : items.length}</span>
        )}
        <span className={styles.gap} />
        <Button onClick={() => open('template')}>From a template</Button>
        <Button look="main" icon={Plus} onClick={() => open('blank')}>
          New workflow
        </Button>
      </header>
      {error !== null && <Failure error={error} onRetry={readAgain} />}
      {items === undefined && error === null && <Loading what="the workflows" />}
      {items?.length === 0 && <FirstSteps onBegin={open} />}
      {items !== undefined && items.length > 0 && <FilterBar filter={filter} workflows={items} searchRef={search} onChange={show} />}
      {shown !== undefined && shown.length > 0 && (
        <WorkflowTable
          workflows={shown}
          order={filter.order}
          onOrder={(order) => show({ ...filter, order })}
          onTag={(tag) => show({ ...filter, tag })}
        />
      )}
      {isNothingFound(items, shown) && (
        <Empty icon={Search} title="Nothing fits" actions={<Button onClick={() => show(noFilter)}>Show all workflows</Button>}>
          Names, ids, descriptions, tags and triggers are searched. What has run is found on the page Executions.
        </Empty>
      )}
      <FileDrop
        what="Drop a workflow file, or an export of n8n, to make a workflow of it"
        onText={(text) => {
          setDropped(text)
          open('text')
        }}
      />
      <Suspense>
        {begin !== undefined && (
          <CreateDialog key={`${begin} ${dropped}`} begin={begin} {...(dropped !== undefined && { given: dropped })} onClose={close} />
        )}
      </Suspense>
    </div>
  )
}

function isNothingFound(items: readonly ListedWorkflow[] | undefined, shown: readonly ListedWorkflow[] | undefined): boolean {
  return items !== undefined && items.length > 0 && shown?.length === 0
}
