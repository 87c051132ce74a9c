import type { File as KeptFile, Problem } from './api-schema.ts'
import { ApiError, urlOf } from './call.ts'

/** Keeps a file of the disk, and answers with its handle. */
export async function uploadFile(file: File): Promise<KeptFile> {
  const response = await fetch(urlOf('POST /api/v1/files', { query: { name: file.name }, body: '' }), {
    method: 'POST',
    headers: { 'content-type': file.type || 'application/octet-stream' },
    body: file,
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer as KeptFile // As the OpenAPI document says.
  const problem = answer as Problem // Every refusal is one.
  throw new ApiError(problem.detail, { code: problem.code, status: response.status, problem })
}
