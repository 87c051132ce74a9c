import type { StoredFile } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { dispositionOf } from '../disposition.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Files'

const fileId = z.object({
  id: z.string().meta({ description: 'The `fileId` of a handle.', example: 'f_8a2f5c0e9d7b4136a1f0c2d3e4b59687' }),
})

const file = z
  .object({
    fileId: z.string(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int().meta({ description: 'In bytes.' }),
    sha256: z.string(),
    executionId: z.string().optional().meta({ description: 'The execution that wrote it.' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'File' })

/** Binary data, by the ids that handles hold. */
export function fileRoutes(settings: Settings): readonly Route[] {
  return [listFiles(settings), uploadFile(settings), downloadFile(settings), deleteFile(settings)]
}

function listFiles({ store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/files',
    access: 'local',
    group,
    summary: 'List files, newest first',
    query: z.strictObject({
      ...pageQuery,
      execution: z.string().optional().meta({ description: 'Only those that this execution wrote.' }),
    }),
    answers: { 200: { description: 'The files.', schema: z.object({ items: z.array(file), nextCursor: z.string().optional() }) } },
    async handle({ query }) {
      const filter = { ...(query.execution !== undefined && { executionId: query.execution }) }
      const { items, nextCursor } = await store.files.list(account, filter, toPage(query))
      return jsonAnswer(200, { items: items.map(viewOf), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function uploadFile({ files, store, account, publicUrl }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/files',
    access: 'local',
    group,
    summary: 'Upload a file',
    description: 'The body is the content; `Content-Type` is kept as its media type. Answered when it is on disk.',
    query: z.strictObject({ name: z.string().max(1_000).optional().meta({ description: 'What it is called.', example: 'orders.csv' }) }),
    headers: z.object({ 'content-type': z.string().optional() }),
    body: { type: 'bytes' },
    answers: { 201: { description: 'The handle, as nodes take it, and more.', schema: file }, 413: { description: 'It is too large.' } },
    async handle({ query: { name }, headers, body }) {
      const mediaType = headers['content-type']
      const about = { account, ...(name !== undefined && { name }), ...(mediaType !== undefined && { mediaType }) }
      const { fileId } = await files.write(body, about)
      const stored = await store.files.get(account, fileId)
      if (stored === undefined) throw unknownFile(fileId)
      return jsonAnswer(201, viewOf(stored), { location: `${publicUrl}/api/v1/files/${fileId}` })
    },
  })
}

function downloadFile({ files, store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/files/{id}',
    access: 'local',
    group,
    summary: 'Download a file',
    params: fileId,
    answers: {
      200: { description: 'The content, as an attachment.', contentType: 'application/octet-stream' },
      404: { description: 'There is no such file.' },
    },
    async handle({ params: { id } }) {
      const [found, body] = [await store.files.get(account, id), await files.read(account, id)]
      if (found === undefined || body === undefined) throw unknownFile(id)
      return { status: 200, headers: downloadHeaders(found), body }
    },
  })
}

function deleteFile({ files, account }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/files/{id}',
    access: 'local',
    group,
    summary: 'Delete a file',
    description: 'Handles of it open nothing from then on.',
    params: fileId,
    answers: { 204: { description: 'It is gone.' }, 404: { description: 'There is no such file.' } },
    async handle({ params: { id } }) {
      if (!(await files.delete(account, id))) throw unknownFile(id)
      return { status: 204, headers: {}, body: null }
    },
  })
}

/** What a file holds is somebody's, perhaps a page with scripts: a browser saves it, and would run nothing of it on our origin. */
function downloadHeaders({ name, mediaType, size, sha256 }: StoredFile): Readonly<Record<string, string>> {
  return {
    'content-type': mediaType,
    'content-length': String(size),
    'content-disposition': dispositionOf('attachment', name),
    'content-security-policy': "sandbox; default-src 'none'",
    etag: `"${sha256}"`,
  }
}

function viewOf({ account, id, createdAt, ...facts }: StoredFile) {
  return { fileId: id, ...facts, createdAt: isoTime(createdAt) }
}

function unknownFile(id: string): ProblemError {
  return new ProblemError('FILE_NOT_FOUND', `There is no file ${JSON.stringify(id.slice(0, 100))}: it was deleted, or the id is not one.`)
}
