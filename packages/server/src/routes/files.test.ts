import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

interface FileView {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

async function readJson<T>(answer: Response | Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T
}

const codeOf = async (answer: Response) => (await readJson<{ code: string }>(answer)).code
const itemsOf = async (answer: Promise<Response>) => (await readJson<{ items: readonly unknown[] }>(answer)).items

describe('files', () => {
  test('come back as they were sent, as an attachment that a browser runs nothing of', async () => {
    const { ask } = await testServer()
    const page = '<script>alert(1)</script>'
    const name = 'ü "x".html'
    const sent = await ask(`/api/v1/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { 'content-type': 'text/html' },
      body: page,
    })
    const handle = await readJson<FileView>(sent)
    expect(handle).toMatchObject({ fileId: expect.stringMatching(/^f_/), name, mediaType: 'text/html', size: page.length })
    expect([sent.status, sent.headers.get('location')]).toEqual([201, `http://localhost:8577/api/v1/files/${handle.fileId}`])
    const answer = await ask(`/api/v1/files/${handle.fileId}`)
    expect(await answer.text()).toBe(page)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-length': String(page.length),
      'content-disposition': `attachment; filename="_ _x_.html"; filename*=UTF-8''%C3%BC%20%22x%22.html`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  test('may be any bytes, none and many', async () => {
    const { ask } = await testServer()
    for (const body of [new Uint8Array(), new Uint8Array(90_000).map((_, index) => index % 256)]) {
      const { fileId } = await readJson<FileView>(ask('/api/v1/files', { method: 'POST', body }))
      expect(new Uint8Array(await (await ask(`/api/v1/files/${fileId}`)).arrayBuffer())).toEqual(body)
    }
  })

  test('that are too large are refused, and nothing of them is kept', async () => {
    const { ask } = await testServer()
    const answer = await ask('/api/v1/files', { method: 'POST', body: new Uint8Array(100_001) })
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'FILE_TOO_LARGE'])
    expect(await itemsOf(ask('/api/v1/files'))).toEqual([])
  })

  test('are listed newest first, all or those of an execution, and deleted', async () => {
    const { ask, store } = await testServer()
    const { fileId } = await readJson<FileView>(ask('/api/v1/files?name=a', { method: 'POST', body: 'a' }))
    await store.files.put({
      account: 'default',
      id: 'f_old',
      name: 'old',
      mediaType: 'a/b',
      size: 1,
      sha256: '',
      createdAt: 5,
      executionId: 'e1',
    })
    expect(await itemsOf(ask('/api/v1/files'))).toMatchObject([{ fileId }, { fileId: 'f_old', createdAt: '1970-01-01T00:00:00.005Z' }])
    expect(await itemsOf(ask('/api/v1/files?execution=e1'))).toMatchObject([{ fileId: 'f_old' }])
    expect((await ask(`/api/v1/files/${fileId}`, { method: 'DELETE' })).status).toBe(204)
    expect((await ask(`/api/v1/files/${fileId}`)).status).toBe(404)
  })

  test('attack 34: of another account, or with an id that is none, do not exist', async () => {
    const { ask, store } = await testServer()
    const { fileId, ...facts } = await readJson<FileView>(ask('/api/v1/files', { method: 'POST', body: 'a' }))
    await store.files.delete('default', fileId)
    await store.files.put({ ...facts, account: 'globex', id: fileId, createdAt: 1 })
    for (const id of [fileId, 'f_0', '..%2F..%2Fencryption.key', '%00']) {
      for (const method of ['GET', 'DELETE']) {
        const answer = await ask(`/api/v1/files/${id}`, { method })
        expect([answer.status, await codeOf(answer)]).toEqual([404, 'FILE_NOT_FOUND'])
      }
    }
  })
})
