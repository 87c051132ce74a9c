import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = 'id: w\nnodes:\n  a: { type: echo } # first\n'
const edited = `${source}  b: { type: echo }\n`
const broken = 'id: [w\n  nodes'

async function opened(sources = [source]) {
  const { ask, publish, store } = await testServer(sources)
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await ask(`/api/v1/workflows/${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, tag: answer.headers.get('etag'), body: text === '' ? null : JSON.parse(text) }
  }
  const put = (text: string, revision: number, more: object = {}) =>
    send('PUT', 'w/draft', { source: text, ...more }, { 'if-match': `"${revision}"` })
  return { send, put, publish, store }
}

describe('a draft', () => {
  test('is the published text until somebody edits it, and keeps whatever is written with its problems', async () => {
    const { send, put } = await opened()
    const none = await send('GET', 'w/draft')
    expect(none).toMatchObject({ status: 200, tag: '"0"' })
    expect(none.body).toMatchObject({ workflowId: 'w', source, revision: 0, base: { version: 1 }, isBehind: false, problems: [] })
    expect(none.body).toMatchObject({ layout: { nodes: {}, collapsed: {}, notes: {}, groups: {} }, pins: {} })
    const written = await put(broken, 0, { client: 'tab' })
    expect(written).toMatchObject({ status: 200, body: { base: { version: 1 }, problems: [{ severity: 'error' }] } })
    expect(written.tag).toBe(`"${written.body.revision}"`)
    expect((await send('GET', 'w/draft')).body).toMatchObject({ source: broken, revision: written.body.revision })
    expect((await send('GET', 'w')).body).toMatchObject({ source, version: 1 })
  })

  test('is written over the revision that was read alone; who was too late gets the one that is there', async () => {
    const { put } = await opened()
    const { revision } = (await put(edited, 0)).body
    for (const late of [0, revision + 1]) {
      expect(await put(broken, late)).toMatchObject({ status: 412, body: { code: 'DRAFT_CHANGED', revision, source: edited } })
    }
    expect((await put(broken, revision)).status).toBe(200)
  })

  test.each([
    ['no precondition', {}, 428, 'REVISION_NEEDED'],
    ['a tag of another kind', { 'if-match': 'W/"abc"' }, 400, 'REQUEST_INVALID'],
    ['any revision', { 'if-match': '*' }, 400, 'REQUEST_INVALID'],
    ['both preconditions', { 'if-match': '"0"', 'if-none-match': '*' }, 400, 'REQUEST_INVALID'],
    ['a workflow that exists', { 'if-none-match': '*' }, 409, 'DRAFT_EXISTS'],
  ])('%s: refused', async (_, headers, status, code) => {
    const { send } = await opened()
    expect(await send('PUT', 'w/draft', { source: edited }, headers)).toMatchObject({ status, body: { code } })
  })

  test('refuses half a surrogate, a text beyond any workflow, and a workflow that nobody knows', async () => {
    const { put, send } = await opened()
    expect((await put('\ud800', 0)).status).toBe(400)
    expect((await put('x'.repeat(1_500_001), 0)).status).toBe(400)
    expect((await put('x'.repeat(5_000_000), 0)).status).toBe(413)
    expect((await send('PUT', 'x/draft', { source }, { 'if-match': '"0"' })).body).toMatchObject({ code: 'WORKFLOW_UNKNOWN' })
    expect((await send('GET', 'x/draft')).status).toBe(404)
    expect((await send('PUT', 'X%2F..%2F/draft', { source }, { 'if-none-match': '*' })).status).toBe(400)
  })

  test('of a workflow that does not exist yet is begun, edited, and discarded', async () => {
    const { send } = await opened()
    const begun = await send('PUT', 'x/draft', { source: broken }, { 'if-none-match': '*' })
    expect(begun).toMatchObject({ status: 200, body: { workflowId: 'x', base: null, newest: null, isBehind: false } })
    expect((await send('PUT', 'x/draft', { source: broken }, { 'if-none-match': '*' })).status).toBe(409)
    expect((await send('DELETE', 'x/draft')).status).toBe(204)
    expect(await send('DELETE', 'x/draft')).toMatchObject({ status: 404, body: { code: 'DRAFT_NOT_FOUND' } })
    expect((await send('GET', 'x/draft')).status).toBe(404)
  })

  test('that says what is published again is none', async () => {
    const { put, send } = await opened()
    const { revision } = (await put(edited, 0)).body
    expect((await put(source, revision)).body).toMatchObject({ revision: 0, base: { version: 1 } })
    expect((await send('DELETE', 'w/draft')).status).toBe(404)
    expect((await put(edited, revision)).status).toBe(412)
  })
})

describe('publishing a draft', () => {
  test('makes a version with its note, and the draft is over', async () => {
    const { put, send } = await opened()
    const { revision } = (await put(edited, 0)).body
    const published = await send('POST', 'w/draft/publish', { revision, note: ' adds b ' })
    expect(published).toMatchObject({ status: 201, body: { version: 2, source: edited, note: 'adds b' } })
    expect((await send('GET', 'w/draft')).body).toMatchObject({ revision: 0, base: { version: 2 }, source: edited })
    expect((await send('GET', 'w/versions')).body.items).toMatchObject([{ version: 2, note: 'adds b' }, { version: 1 }])
    expect(await send('POST', 'w/draft/publish', { revision: 0 })).toMatchObject({ status: 200, body: { version: 2 } })
  })

  test('a draft with mistakes, another id or another revision is refused, and stays', async () => {
    const { put, send } = await opened()
    const first = (await put(broken, 0)).body.revision
    expect(await send('POST', 'w/draft/publish', { revision: first })).toMatchObject({ status: 422, body: { code: 'WORKFLOW_INVALID' } })
    const second = (await put(edited.replace('id: w', 'id: other'), first)).body.revision
    expect(await send('POST', 'w/draft/publish', { revision: second })).toMatchObject({ status: 422, body: { code: 'DRAFT_ID_CHANGED' } })
    expect(await send('POST', 'w/draft/publish', { revision: first })).toMatchObject({ status: 412, body: { code: 'DRAFT_CHANGED' } })
    expect(await send('POST', 'x/draft/publish', { revision: 0 })).toMatchObject({ status: 404 })
    expect((await send('GET', 'other')).status).toBe(404)
    expect((await send('GET', 'w/draft')).body.revision).toBe(second)
  })

  test('a version that came meanwhile is published over only when that is asked for', async () => {
    const { put, send, publish } = await opened()
    const { revision } = (await put(edited, 0)).body
    await publish(`${source}  c: { type: echo }\n`)
    expect((await send('GET', 'w/draft')).body).toMatchObject({ revision, base: { version: 1 }, newest: { version: 2 }, isBehind: true })
    const refused = await send('POST', 'w/draft/publish', { revision })
    expect(refused).toMatchObject({ status: 409, body: { code: 'DRAFT_BEHIND', base: 1, newest: 2 } })
    expect(await send('POST', 'w/draft/publish', { revision, overwrite: true })).toMatchObject({ status: 201, body: { version: 3 } })
  })

  test('what a tab made from an older version without knowing is behind', async () => {
    const { put, send, publish } = await opened()
    await publish(`${source}  c: { type: echo }\n`)
    expect((await put(edited, 0, { base: 1 })).body).toMatchObject({ base: { version: 1 }, isBehind: true })
    const { revision } = (await send('GET', 'w/draft')).body
    expect((await send('GET', 'w/draft')).body).toMatchObject({ isBehind: true })
    await put(`${source}  c: { type: echo }\n`, revision)
    expect((await put(edited, 0, { base: 99 })).body).toMatchObject({ base: { version: 2 }, isBehind: false })
  })

  test('who publishes the same text elsewhere ends the draft', async () => {
    const { put, send, publish } = await opened()
    await put(edited, 0)
    await publish(edited)
    expect((await send('GET', 'w/draft')).body).toMatchObject({ revision: 0, base: { version: 2 } })
    expect((await send('DELETE', 'w/draft')).status).toBe(404)
  })

  test('rolling back publishes an older text as the newest version', async () => {
    const { put, send } = await opened()
    const { revision } = (await put(edited, 0)).body
    await send('POST', 'w/draft/publish', { revision })
    const back = await send('POST', 'w/roll-back', { version: 1, note: 'b was wrong' })
    expect(back).toMatchObject({ status: 201, body: { version: 3, source, note: 'b was wrong' } })
    expect(await send('POST', 'w/roll-back', { version: 1 })).toMatchObject({ status: 200, body: { version: 3 } })
    expect((await send('POST', 'w/roll-back', { version: 9 })).body).toMatchObject({ code: 'WORKFLOW_UNKNOWN' })
  })
})

describe('the canvas', () => {
  test('keeps places, notes and groups entry by entry', async () => {
    const { send } = await opened()
    const note = { x: 0, y: 0, width: 200, height: 100, text: '**why**', color: 'amber' }
    await send('PATCH', 'w/layout', { nodes: { a: { x: 1.5, y: -2 }, b: { x: 3, y: 4 } }, collapsed: { a: true }, notes: { n: note } })
    expect((await send('PATCH', 'w/layout', { nodes: { b: null }, groups: { g: { title: 'All', nodes: ['a'] } } })).status).toBe(204)
    const layout = {
      nodes: { a: { x: 1.5, y: -2 } },
      collapsed: { a: true },
      notes: { n: note },
      groups: { g: { title: 'All', nodes: ['a'] } },
    }
    expect((await send('GET', 'w/layout')).body).toEqual(layout)
    expect((await send('GET', 'w/draft')).body).toMatchObject({ layout })
  })

  test.each([
    ['a place beyond the canvas', { nodes: { a: { x: 1e9, y: 0 } } }, 400],
    ['a place that is half', { nodes: { a: { x: 1 } } }, 400],
    ['another part', { edges: {} }, 400],
    ['a note without end', { notes: { n: { x: 0, y: 0, width: 9, height: 9, text: 'x'.repeat(20_001) } } }, 400],
    ['false', { collapsed: { a: false } }, 400],
  ])('refuses %s', async (_, change, status) => {
    const { send } = await opened()
    expect((await send('PATCH', 'w/layout', change)).status).toBe(status)
    expect((await send('PATCH', 'x/layout', {})).status).toBe(404)
  })

  test('has 1 MiB at most', async () => {
    const { send } = await opened()
    const note = { x: 0, y: 0, width: 9, height: 9, text: 'x'.repeat(20_000) }
    const notes = (from: number) => Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`n${from + index}`, note]))
    expect((await send('PATCH', 'w/layout', { notes: notes(0) })).status).toBe(204)
    expect(await send('PATCH', 'w/layout', { notes: notes(30) })).toMatchObject({ status: 413, body: { code: 'LAYOUT_TOO_LARGE' } })
    expect(Object.keys((await send('GET', 'w/layout')).body.notes)).toHaveLength(30)
  })

  test('pins outputs of nodes, 1 MiB each at most', async () => {
    const { send } = await opened()
    expect((await send('PATCH', 'w/pins', { a: { n: [1, null] }, b: 0 })).status).toBe(204)
    expect((await send('PATCH', 'w/pins', { b: null })).status).toBe(204)
    expect((await send('GET', 'w/pins')).body).toEqual({ a: { n: [1, null] } })
    expect((await send('GET', 'w/draft')).body.pins).toEqual({ a: { n: [1, null] } })
    expect(await send('PATCH', 'w/pins', { a: 'x'.repeat(1024 * 1024) })).toMatchObject({ status: 413, body: { code: 'PIN_TOO_LARGE' } })
    expect((await send('PATCH', 'w/pins', { 'each[0].a': 1 })).status).toBe(400)
  })

  test('attack 34: drafts, layouts and pins of another account do not exist', async () => {
    const { send, store } = await opened()
    await store.drafts.put({ account: 'globex', id: 'theirs', source, updatedAt: 1, expected: 'missing' })
    await store.canvases.write('globex', 'w', [{ part: 'pins', key: 'a', value: 1 }])
    for (const path of ['theirs/draft', 'theirs/layout', 'theirs/pins']) expect((await send('GET', path)).status).toBe(404)
    expect((await send('GET', 'w/pins')).body).toEqual({})
    expect((await send('DELETE', 'theirs/draft')).status).toBe(404)
  })
})
