/** Names an execution in this process, where those of all accounts are side by side. */
export function executionKey({ account, id }: { readonly account: string; readonly id: string }): string {
  return `${account}/${id}`
}
