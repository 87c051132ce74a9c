import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { runMillrace } from './support/run-millrace.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const workflow = (says: string) => `id: talk # mine
triggers:
  web: { type: webhook, with: { path: /talk, auth: none, respond: last-node } }
nodes:
  say: { type: set, with: { values: { said: ${says} } } }
`

async function talking() {
  const directory = temporaryDirectory()
  const workflows = join(directory, 'workflows')
  mkdirSync(workflows)
  const file = join(workflows, 'talk.yaml')
  writeFileSync(file, workflow('one'))
  const start = () => startMillrace({ workflows, dataDirectory: join(directory, 'data') })
  return { file, start, millrace: await start(), read: () => readFileSync(file, 'utf8') }
}

async function edit({ url }: StartedMillrace, source: string, revision = 0): Promise<number> {
  const answer = await fetch(`${url}/api/v1/workflows/talk/draft`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': `"${revision}"` },
    body: JSON.stringify({ source }),
  })
  return ((await answer.json()) as { revision: number }).revision
}

interface Versions {
  readonly items: readonly { readonly version: number; readonly note?: string }[]
}

test('a published draft is in the file of its workflow and a version once, also after a kill; and an older one comes back', async () => {
  const { millrace, read, start } = await talking()
  const revision = await edit(millrace, workflow('two'))
  expect(read()).toBe(workflow('one'))
  const published = await millrace.send('/api/v1/workflows/talk/draft/publish', { revision, note: 'says two' })
  expect(published.status).toBe(201)
  expect(read()).toBe(workflow('two'))
  const kept = await edit(millrace, 'id: [half')
  await millrace.end('SIGKILL')

  const again = await start()
  expect((await again.get<Versions>('/workflows/talk/versions')).items).toMatchObject([{ version: 2, note: 'says two' }, { version: 1 }])
  expect(await again.get('/workflows/talk/draft')).toMatchObject({ revision: kept, source: 'id: [half', base: { version: 2 } })
  const back = await runMillrace(['workflow', 'roll-back', 'talk', '--to', '1', '--note', 'one was better', '--server', again.url])
  expect(back).toMatchObject({ code: 0, err: expect.stringContaining('talk version 3') })
  expect(read()).toBe(workflow('one'))
  const list = await runMillrace(['workflow', 'versions', 'talk', '--server', again.url])
  expect(list.out).toMatch(/3 +published .* one was better\n2 +published .* says two\n1 +published/)
  expect(await again.get('/workflows/talk/draft')).toMatchObject({ source: 'id: [half', isBehind: true, newest: { version: 3 } })
})

test('a file that is saved while nobody edits is what the draft shows; while somebody does, nothing is lost', async () => {
  const { millrace, file, read } = await talking()
  const shown = () => millrace.get<{ source: string; isBehind: boolean; newest: { version: number } }>('/workflows/talk/draft')
  writeFileSync(file, workflow('two'))
  await eventually('the draft shows the saved file', async () => ((await shown()).source === workflow('two') ? true : undefined))
  const revision = await edit(millrace, workflow('mine'))
  writeFileSync(file, workflow('theirs'))
  await eventually('the draft is behind', async () => ((await shown()).isBehind ? true : undefined))
  expect(await shown()).toMatchObject({ source: workflow('mine'), newest: { version: 3 } })
  const publish = (overwrite: boolean) => millrace.send('/api/v1/workflows/talk/draft/publish', { revision, overwrite })
  expect((await publish(false)).status).toBe(409)
  expect(read()).toBe(workflow('theirs'))
  expect((await publish(true)).status).toBe(201)
  expect(read()).toBe(workflow('mine'))
})

test('the layout lies beside the file, is read when that changes, and survives a kill', async () => {
  const { millrace, file, start } = await talking()
  const layoutFile = file.replace('.yaml', '.layout.json')
  const move = (server: StartedMillrace, x: number) =>
    fetch(`${server.url}/api/v1/workflows/talk/layout`, { method: 'PATCH', body: JSON.stringify({ nodes: { say: { x, y: 8 } } }) })
  const placeIn = async (server: StartedMillrace) =>
    (await server.get<{ nodes: Record<string, unknown> }>('/workflows/talk/layout')).nodes.say
  await move(millrace, 16)
  await eventually('the layout is in its file', () => (existsSync(layoutFile) ? true : undefined))
  await eventually('it is whole', () => (readFileSync(layoutFile, 'utf8').includes('"say": { "x": 16, "y": 8 }') ? true : undefined))
  writeFileSync(layoutFile, '{ "nodes": { "say": { "x": 24, "y": 8 } } }')
  await eventually('the changed file is read', async () => ((await placeIn(millrace)) as { x: number }).x === 24 || undefined)
  expect((await move(millrace, 32)).status).toBe(204)
  await millrace.end('SIGKILL')
  const again = await start()
  expect(await placeIn(again)).toEqual({ x: 32, y: 8 })
})
