import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvases, type DraftNews } from '@millrace/runtime'
import { createMemoryStore } from '@millrace/store'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLayoutFiles } from './layout-files.ts'

const account = 'default'

function opened() {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-layouts-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'orders.layout.json')
  const canvases = createCanvases(createMemoryStore())
  const troubles: string[] = []
  let tell: ((news: DraftNews) => void) | undefined
  const again = () => createLayoutFiles(options)
  const options: Parameters<typeof createLayoutFiles>[0] = {
    canvases,
    drafts: {
      follow(listener) {
        tell = listener
        return () => undefined
      },
    },
    files: () => new Map([['w', join(directory, 'orders.yaml')]]),
    onTrouble: (message) => troubles.push(message),
  }
  const files = again()
  return {
    path,
    troubles,
    again,
    canvases,
    files,
    published: () => tell?.({ type: 'workflow-published', account, workflowId: 'w', version: 1 }),
    read: () => readFileSync(path, 'utf8'),
    save: (text: string) => writeFileSync(path, text),
  }
}

describe('the layout beside a workflow file', () => {
  test('is written a line for each entry, in one order', async () => {
    const { canvases, files, read } = opened()
    await canvases.changeLayout(account, 'w', { nodes: { b: { y: 2, x: 1 }, 'a.c': { x: 0.5, y: -3 } }, collapsed: { a: true } })
    await canvases.changeLayout(account, 'w', { groups: { g: { title: 'Pay "now"', nodes: ['b', 'a'] } } })
    await files.close()
    expect(read()).toBe(`{
  "nodes": {
    "a.c": { "x": 0.5, "y": -3 },
    "b": { "x": 1, "y": 2 }
  },
  "collapsed": {
    "a": true
  },
  "groups": {
    "g": { "nodes": ["b", "a"], "title": "Pay \\"now\\"" }
  }
}
`)
  })

  test('is read when it was changed elsewhere, and entries that are gone go', async () => {
    const { canvases, files, save } = opened()
    const told: unknown[] = []
    canvases.follow((news) => told.push(news))
    save('{ "nodes": { "a": { "x": 1, "y": 2 }, "b": { "x": 3, "y": 4 } } }')
    await files.look()
    save('{ "nodes": { "a": { "x": 1, "y": 2 } }, "collapsed": { "c": true } }')
    await files.look()
    await files.look()
    expect(await canvases.layout(account, 'w')).toEqual({ nodes: { a: { x: 1, y: 2 } }, collapsed: { c: true }, notes: {}, groups: {} })
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({ client: 'file', change: { nodes: { b: null }, collapsed: { c: true } } })
  })

  test('that nobody has changed but the canvas is not read again, and one without entries is no file', async () => {
    const { canvases, files, path, published } = opened()
    published()
    await canvases.changeLayout(account, 'w', { nodes: { a: { x: 1, y: 2 } } })
    await canvases.changeLayout(account, 'w', { nodes: { a: null } })
    await files.close()
    expect(existsSync(path)).toBe(false)
  })

  test('that nobody has changed does not take back what was not written before the process died', async () => {
    const { canvases, files, path, again, read } = opened()
    await canvases.changeLayout(account, 'w', { nodes: { a: { x: 1, y: 2 } } })
    await files.close()
    expect(existsSync(path)).toBe(true)
    await canvases.changeLayout(account, 'w', { nodes: { a: { x: 9, y: 9 } } })
    const next = again()
    await next.look()
    expect((await canvases.layout(account, 'w')).nodes).toEqual({ a: { x: 9, y: 9 } })
    await next.close()
    expect(read()).toContain('"a": { "x": 9, "y": 9 }')
  })

  test('that is broken is told of and left as it is, and the layout stays', async () => {
    const { canvases, files, save, troubles } = opened()
    await canvases.changeLayout(account, 'w', { nodes: { a: { x: 1, y: 2 } } }, 'file')
    for (const text of ['{', '[]', '{"nodes":{"a":{"x":"1","y":2}}}', '{"edges":{}}', `{"nodes":{"a":{"x":1e99,"y":2}}}`]) {
      save(text)
      await files.look()
    }
    expect(troubles).toHaveLength(5)
    expect(troubles[0]).toMatch(/orders\.layout\.json is left out: it is not JSON/)
    expect((await canvases.layout(account, 'w')).nodes).toEqual({ a: { x: 1, y: 2 } })
  })

  test('that cannot be written leaves the layout kept', async () => {
    const { canvases, files, path, troubles } = opened()
    mkdirSync(path)
    await canvases.changeLayout(account, 'w', { nodes: { a: { x: 1, y: 2 } } })
    await files.close()
    expect(troubles).toHaveLength(1)
    expect((await canvases.layout(account, 'w')).nodes).toEqual({ a: { x: 1, y: 2 } })
  })

  test('of a workflow that gets its file later is written then', async () => {
    const { canvases, files, published, read } = opened()
    await canvases.changeLayout(account, 'w', { collapsed: { a: true } }, 'file')
    published()
    await files.close()
    expect(read()).toContain('"a": true')
  })

  test('that comes along with the file of a new workflow is read, and not taken for an old one', async () => {
    const { canvases, files, save, published, read } = opened()
    save('{ "nodes": { "a": { "x": 1, "y": 2 } } }')
    published()
    await files.look()
    await files.close()
    expect((await canvases.layout(account, 'w')).nodes).toEqual({ a: { x: 1, y: 2 } })
    expect(read()).toContain('"x": 1')
  })

  test('that is broken is not written over, whatever is published or moved', async () => {
    const { canvases, files, save, published, read } = opened()
    save('<<<<<<< HEAD')
    published()
    await files.look()
    await canvases.changeLayout(account, 'w', { nodes: { a: { x: 1, y: 2 } } })
    await files.close()
    expect(read()).toBe('<<<<<<< HEAD')
  })
})
