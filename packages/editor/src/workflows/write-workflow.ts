import { type Change, edit } from '@millrace/engine'
import { call } from '../api/call.ts'
import { ownAddresses } from './own-addresses.ts'

interface NewWorkflow {
  readonly id: string
  /** Empty: as the text has it. */
  readonly name: string
  readonly source: string
}

/** Writes the draft of a workflow that does not exist yet, under its id and at addresses of its own. Throws `DRAFT_EXISTS` when somebody was faster. */
export async function writeWorkflow({ id, name, source }: NewWorkflow): Promise<void> {
  const set = (key: string, value: string): Change => ({ type: 'set', path: [key], value })
  const named = [set('id', id), ...(name === '' ? [] : [set('name', name)])]
  const text = changed(source, [...named, ...ownAddresses(source, id, await takenAddresses())])
  await call('PUT /api/v1/workflows/{id}/draft', { params: { id }, headers: { 'if-none-match': '*' }, body: { source: text } })
}

/** A text too broken for that is kept as it is, to be mended on the canvas. */
function changed(source: string, changes: readonly Change[]): string {
  const edited = edit(source, { type: 'all', changes })
  return edited.ok ? edited.source : source
}

/** Where published workflows listen, without the server. */
async function takenAddresses(): Promise<ReadonlySet<string>> {
  const taken = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await call('GET /api/v1/triggers', { query: { limit: 200, ...(cursor !== undefined && { cursor }) } })
    for (const { url } of page.items) if (url !== undefined) taken.add(new URL(url).pathname)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return taken
}
