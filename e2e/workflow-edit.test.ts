import { chmodSync, copyFileSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout } from './support/checkout.ts'
import { runMillrace } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const example = join(checkout, 'examples/github-push/workflow.yaml')

/** A folder with a copy of the example. */
function copied() {
  const directory = temporaryDirectory()
  const path = join(directory, 'push.yaml')
  copyFileSync(example, path)
  const edit = (...options: string[]) => runMillrace(['workflow', 'edit', 'push.yaml', ...options], { directory })
  return { directory, path, edit, read: () => readFileSync(path, 'utf8') }
}

const changes = [
  ...['--set', 'nodes.is_branch.name=Is it a branch?'],
  ...['--rename', 'nodes.summary=report'],
  ...['--set', 'nodes.each_commit.next=report'],
  ...['--set', 'nodes.each_commit.with.concurrency=5'],
  ...['--delete', 'nodes.each_commit.nodes.check.retry.jitter'],
]

/** The example as somebody would have edited it by hand. */
const expected = readFileSync(example, 'utf8')
  .replace('concurrency: 3', 'concurrency: 5')
  .replace(', jitter: true', '')
  .replace('    next: summary\n', '    next: report\n')
  .replace('  summary:\n', '  report:\n')
  .replace('next: { true: is_main, false: not_a_branch }\n', 'next: { true: is_main, false: not_a_branch }\n    name: Is it a branch?\n')

describe('millrace workflow edit', () => {
  test('changes what it is told, in order, and leaves every other byte alone', async () => {
    const { directory, path, edit, read } = copied()
    chmodSync(path, 0o640)
    const { code, out, err } = await edit(...changes)
    expect(read()).toBe(expected)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(
      '\n-        retry: { attempts: 4, delay: 200ms, backoff: exponential, jitter: true }\n+        retry: { attempts: 4,',
    )
    expect(out.split('\n').filter((line) => line.startsWith('-'))).toHaveLength(4)
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(readdirSync(directory)).toEqual(['push.yaml'])
  })

  test('with --dry-run prints the result and writes nothing', async () => {
    const { edit, read } = copied()
    expect(await edit(...changes, '--dry-run')).toEqual({ code: 0, out: expected, err: '' })
    expect(read()).toBe(readFileSync(example, 'utf8'))
  })

  test('writes what is no valid workflow any more, and says why', async () => {
    const { edit, read } = copied()
    const { code, err } = await edit('--set', 'nodes.summary.type=sett')
    expect(err).toMatch(/^push\.yaml:\d+:\d+ {2}error UNKNOWN_NODE_TYPE .*\(did you mean set\?\)$/m)
    expect(code).toBe(1)
    expect(read()).toContain('    type: sett\n')
  })

  test('makes none of the changes when one cannot be made', async () => {
    const { edit, read } = copied()
    const { code, out, err } = await edit('--set', 'name=Other', '--delete', 'nodes.no_such')
    expect(err).toMatch(/^push\.yaml:\d+:\d+ {2}error PATH_NOT_FOUND .*no_such.*\nNothing was changed in push\.yaml\.$/m)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(read()).toBe(readFileSync(example, 'utf8'))
  })

  test('keeps a byte order mark, line ends and a link', async () => {
    const { directory, path, edit } = copied()
    writeFileSync(path, '\ufeffid: a\r\nnodes: { b: { type: log, with: { message: hi } } } # c\r\n')
    symlinkSync('push.yaml', join(directory, 'link.yaml'))
    const { code } = await runMillrace(['workflow', 'edit', 'link.yaml', '--set', 'id=b'], { directory })
    expect(code).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe('\ufeffid: b\r\nnodes: { b: { type: log, with: { message: hi } } } # c\r\n')
    expect((await edit('--set', 'id=b')).out).toBe('Nothing changes.\n')
  })

  test('a file that is not UTF-8 stays as it is', async () => {
    const { path, edit } = copied()
    const bytes = Buffer.from('id: a # Grüße\n', 'latin1')
    writeFileSync(path, bytes)
    expect(await edit('--set', 'id=b')).toMatchObject({ code: 1, err: expect.stringContaining('push.yaml:1:11  error INVALID_UTF8') })
    expect(readFileSync(path)).toEqual(bytes)
  })

  test.each([
    ['no change', []],
    ['a path that is none', ['--delete', 'nodes..a']],
  ])('%s is a usage error', async (_, options) => {
    expect(await copied().edit(...options)).toMatchObject({ code: 2, err: expect.stringMatching(/^millrace: /) })
  })
})

test('millrace workflow schema prints the schema with the types there are', async () => {
  const { code, out } = await runMillrace(['workflow', 'schema'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ $defs: { 'node:http.request': { properties: { url: {} } }, 'trigger:webhook': {} } })
})
