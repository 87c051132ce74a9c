import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { queryClient } from './api/query-client.ts'
import { Guard } from './design/guard.tsx'
import { Loading } from './design/loading.tsx'
import { WorkflowPage } from './overlay/workflow-page.tsx'
import { Frame } from './shell/frame.tsx'
import { NotFound } from './shell/not-found.tsx'

// Each page is loaded when it is first opened: the list of workflows does not wait for the canvas.
const WorkflowsPage = lazy(() => import('./workflows/workflows-page.tsx').then(({ WorkflowsPage }) => ({ default: WorkflowsPage })))
const VersionsPage = lazy(() => import('./versions/versions-page.tsx').then(({ VersionsPage }) => ({ default: VersionsPage })))
const HistoryPage = lazy(() => import('./history/history-page.tsx').then(({ HistoryPage }) => ({ default: HistoryPage })))
const ExecutionPage = lazy(() => import('./history/execution-page.tsx').then(({ ExecutionPage }) => ({ default: ExecutionPage })))
const TriggersPage = lazy(() => import('./triggers/triggers-page.tsx').then(({ TriggersPage }) => ({ default: TriggersPage })))
const StatisticsPage = lazy(() => import('./statistics/statistics-page.tsx').then(({ StatisticsPage }) => ({ default: StatisticsPage })))
const LogsPage = lazy(() => import('./logs/logs-page.tsx').then(({ LogsPage }) => ({ default: LogsPage })))
const EventsPage = lazy(() => import('./logs/events-page.tsx').then(({ EventsPage }) => ({ default: EventsPage })))
const TablesPage = lazy(() => import('./tables/tables-page.tsx').then(({ TablesPage }) => ({ default: TablesPage })))
const TablePage = lazy(() => import('./tables/table-page.tsx').then(({ TablePage }) => ({ default: TablePage })))
const ParsePage = lazy(() => import('./tables/parse/parse-page.tsx').then(({ ParsePage }) => ({ default: ParsePage })))

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        {/* The page follows its address at once: a filter that is set while the one before is still drawn would be set beside the older ones. */}
        <BrowserRouter useTransitions={false}>
          <Guard what="the editor">
            <Frame>
              <Suspense fallback={<Loading what="the page" />}>
                <Routes>
                  <Route path="/" element={<Navigate to="/workflows" replace />} />
                  <Route path="/workflows" element={<WorkflowsPage />} />
                  <Route path="/workflows/:workflowId" element={<WorkflowPage />} />
                  <Route path="/workflows/:workflowId/versions" element={<VersionsPage />} />
                  <Route path="/executions" element={<HistoryPage />} />
                  <Route path="/executions/:executionId" element={<ExecutionPage />} />
                  <Route path="/triggers" element={<TriggersPage />} />
                  <Route path="/statistics" element={<StatisticsPage />} />
                  <Route path="/logs" element={<LogsPage />} />
                  <Route path="/logs/events" element={<EventsPage />} />
                  <Route path="/tables" element={<TablesPage />} />
                  <Route path="/tables/:tableName" element={<TablePage />} />
                  <Route path="/tables/import/parse" element={<ParsePage />} />
                  <Route path="*" element={<NotFound />} />
                </Routes>
              </Suspense>
            </Frame>
          </Guard>
        </BrowserRouter>
      </QueryClientProvider>
    </CSPProvider>
  )
}
