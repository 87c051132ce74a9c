import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

async function builtEditor(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-editor-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await mkdir(join(directory, 'assets'))
  await writeFile(join(directory, 'index.html'), '<title>Millrace</title>')
  await writeFile(join(directory, 'assets', 'index-1.js'), 'plain')
  await writeFile(join(directory, 'assets', 'index-1.js.br'), 'packed')
  await writeFile(join(directory, 'secret.txt'), 'secret')
  return directory
}

test.each(['/', '/workflows', '/workflows/orders', '/executions/01k', '/triggers', '/tables', '/tables/customer'])(
  '%s is a page of the editor',
  async (path) => {
    const { ask } = await testServer([], { editorDirectory: await builtEditor() })
    const answer = await ask(path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('<title>Millrace</title>')
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
  },
)

test('a page names all files that it waits for, so that they are fetched while it is read', async () => {
  const editorDirectory = await builtEditor()
  await writeFile(join(editorDirectory, 'pages.json'), JSON.stringify({ '/workflows/*': ['assets/index-1.js', 'assets/index-2.css'] }))
  const { ask } = await testServer([], { editorDirectory })
  const link = (await ask('/workflows/orders')).headers.get('link')
  expect(link).toContain('</assets/index-1.js>; rel=modulepreload; crossorigin, </assets/index-2.css>; rel=preload; as=style; crossorigin')
  expect(link).toContain('</api/v1/workflows/orders/draft>; rel=preload; as=fetch; crossorigin')
  expect((await ask('/workflows/orders%3E')).headers.get('link')).not.toContain('/api/')
  expect((await ask('/workflows/orders/versions')).headers.get('link')).toBeNull()
  expect((await ask('/executions')).headers.get('link')).toBeNull()
})

test('where an execution is pinned, the page names that, which takes longest, and its own files', async () => {
  const editorDirectory = await builtEditor()
  const pages = { '/workflows/*': ['assets/index-1.js'], '/workflows/*?execution': ['assets/pinned-1.js'] }
  await writeFile(join(editorDirectory, 'pages.json'), JSON.stringify(pages))
  const { ask } = await testServer([], { editorDirectory })
  const linkAt = async (address: string) => (await ask(address)).headers.get('link') ?? ''
  expect(await linkAt('/workflows/orders?execution=01k2')).toMatch(
    /^<\/assets\/pinned-1.js>.*, <\/api\/v1\/executions\/01k2>; rel=preload; as=fetch/,
  )
  expect(await linkAt('/workflows/orders?execution=01k2%3E;x')).not.toContain('01k2')
  expect(await linkAt('/workflows/orders?execution=')).toContain('index-1.js')
  expect(await linkAt('/workflows?execution=01k2')).toBe('')
})

test('assets are kept for ever, packed as the browser takes them', async () => {
  const { ask } = await testServer([], { editorDirectory: await builtEditor() })
  const packed = await ask('/assets/index-1.js', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(await packed.text()).toBe('packed')
  expect(packed.headers.get('content-encoding')).toBe('br')
  expect(packed.headers.get('cache-control')).toContain('immutable')
  const plain = await ask('/assets/index-1.js', { headers: { 'accept-encoding': 'br;q=0' } })
  expect(await plain.text()).toBe('plain')
})

test('an editor that is built anew is served at once, and what it no longer has is not found', async () => {
  const editorDirectory = await builtEditor()
  const { ask } = await testServer([], { editorDirectory })
  await rm(editorDirectory, { recursive: true })
  // Between the two the page is there, and its files say what to do.
  expect(await (await ask('/workflows')).text()).toBe('<title>Millrace</title>')
  const gone = await ask('/assets/index-1.js')
  expect(gone.status).toBe(404)
  expect(await gone.text()).toContain('reload the page')

  await mkdir(join(editorDirectory, 'assets'), { recursive: true })
  await writeFile(join(editorDirectory, 'assets', 'index-2.js'), 'newer')
  await writeFile(join(editorDirectory, 'index.html'), '<title>Newer</title>')
  await utimes(join(editorDirectory, 'index.html'), 1, 1)
  expect(await (await ask('/workflows')).text()).toBe('<title>Newer</title>')
  expect(await (await ask('/assets/index-2.js')).text()).toBe('newer')
  expect((await ask('/assets/index-1.js')).status).toBe(404)
})

test.each(['/assets/none.js', '/assets/..%2fsecret.txt', '/assets/%2e%2e/secret.txt', '/assets/index-1.js.br', '/secret.txt'])(
  'there is no file at %s',
  async (path) => {
    const { ask } = await testServer([], { editorDirectory: await builtEditor() })
    expect((await ask(path)).status).toBe(404)
  },
)

test('without a build, the root leads to the page of the API', async () => {
  const { ask } = await testServer()
  const answer = await ask('/', { redirect: 'manual' })
  expect(answer.headers.get('location')).toBe('/api/docs')
  expect((await ask('/workflows')).status).toBe(404)
})

const browser = 'text/html,application/xhtml+xml,*/*;q=0.8'

test.each(['/nonsense', '/triggers/none', '/healthz/none'])(
  'a browser gets the editor at %s, where there is nothing; a program is told so',
  async (path) => {
    const { ask } = await testServer([], { editorDirectory: await builtEditor() })
    const page = await ask(path, { headers: { accept: browser } })
    expect([page.status, await page.text()]).toEqual([404, '<title>Millrace</title>'])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const told = await ask(path)
    expect([told.status, told.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect((await ask(path, { headers: { accept: browser, host: 'evil.test' } })).status).toBe(421)
  },
)

test.each(['/api/v1/none', '/api', '/assets/none.js', '/webhook/none'])('%s is no page, whoever asks', async (path) => {
  const { ask } = await testServer([], { editorDirectory: await builtEditor() })
  const told = await ask(path, { headers: { accept: browser } })
  expect([told.status, told.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
})

test('other hosts get no page: a name that leads here by DNS is no way in', async () => {
  const { ask } = await testServer([], { editorDirectory: await builtEditor() })
  expect((await ask('/workflows', { headers: { host: 'evil.test' } })).status).toBe(421)
})
