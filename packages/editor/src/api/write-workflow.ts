import { ApiError, call } from './call.ts'

interface NewWorkflow {
  readonly id: string
  readonly name: string
  /** With any id and name: it gets these. */
  readonly source: string
}

/** Writes the draft of a workflow that does not exist yet. Throws `DRAFT_EXISTS` when somebody was faster. */
export async function writeNewWorkflow({ id, name, source }: NewWorkflow): Promise<void> {
  await call('PUT /api/v1/workflows/{id}/draft', {
    params: { id },
    headers: { 'if-none-match': '*' },
    body: { source: await named(source, id, name) },
  })
}

/** With this id and name; a text too broken for that is kept as it is, to be mended on the canvas. */
async function named(source: string, id: string, name: string): Promise<string> {
  const set = (path: string, value: string) => ({ type: 'set' as const, path: [path], value })
  try {
    const changes = [set('id', id), ...(name === '' ? [] : [set('name', name)])]
    return (await call('POST /api/v1/workflows/edit', { body: { source, change: { type: 'all', changes } } })).source
  } catch (error) {
    if (error instanceof ApiError && error.code === 'CHANGE_REFUSED') return source
    throw error
  }
}

/** A text of a workflow as another one's, under this id and name. */
export async function copyWorkflow(from: string, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  const { source } = await call('GET /api/v1/workflows/{id}/draft', { params: { id: from } })
  await writeNewWorkflow({ id, name, source })
}
