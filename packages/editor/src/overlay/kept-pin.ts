/** Which execution is pinned on a workflow, for as long as this tab is open: whoever comes back finds it as it was. */
const prefix = 'millrace-pinned-'

export function keepPin(workflowId: string, search: string): void {
  sessionStorage.setItem(prefix + workflowId, search)
}

export function keptPin(workflowId: string): string | undefined {
  return sessionStorage.getItem(prefix + workflowId) ?? undefined
}

export function dropPin(workflowId: string): void {
  sessionStorage.removeItem(prefix + workflowId)
}
