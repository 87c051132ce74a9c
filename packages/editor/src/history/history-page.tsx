export function HistoryPage() {
  return <h1>Executions</h1>
}
