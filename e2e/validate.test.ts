import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runMillrace } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const broken = `id: broken
nodes:
  a: { type: log, with: { mesage: hi }, next: b }
  c: { type: log, with: { message: "{{ nodes.aa.output }}" } }
`

describe('millrace validate', () => {
  test('tells every mistake with file, line, column, code and the nearest word', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'broken.yaml'), broken)
    const { code, out } = await runMillrace(['validate', 'broken.yaml'], { directory })
    expect(out).toMatch(/^broken\.yaml:3:\d+ {2}error UNKNOWN_PARAM .*\(did you mean message\?\)$/m)
    expect(out).toMatch(/^broken\.yaml:3:\d+ {2}error UNKNOWN_TARGET .*$/m)
    expect(out).toMatch(/^broken\.yaml:4:\d+ {2}error UNKNOWN_NODE .*$/m)
    expect(out).toMatch(/^✗ invalid {2}1 file, \d+ errors$/m)
    expect(code).toBe(1)
  })

  test('with --json prints one document for tools', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'broken.yaml'), broken)
    const { code, out } = await runMillrace(['validate', '.', '--json'], { directory })
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      files: [
        {
          file: 'broken.yaml',
          id: 'broken',
          valid: false,
          problems: expect.arrayContaining([expect.objectContaining({ code: 'UNKNOWN_TARGET' })]),
        },
      ],
    })
    expect(code).toBe(1)
  })

  test.each([
    ['bytes that are no text', Buffer.from([0x69, 0x64, 0x3a, 0xff, 0xfe, 0x00])],
    ['an endless nest', Buffer.from(`nodes: ${'['.repeat(50_000)}`)],
    [
      'an alias bomb',
      Buffer.from(
        `a: &a [x,x]\n${Array.from({ length: 40 }, (_, n) => `b${n}: &b${n} [*${n ? `b${n - 1}` : 'a'},*${n ? `b${n - 1}` : 'a'}]`).join('\n')}\nnodes: *b39\n`,
      ),
    ],
    ['nothing', Buffer.from('')],
  ])('%s are a mistake, not a crash', async (_, bytes) => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'bad.yaml'), bytes)
    const { code, out, err } = await runMillrace(['validate', 'bad.yaml'], { directory })
    expect(out).toMatch(/^bad\.yaml:\d+:\d+ {2}error [A-Z0-9_]+ /)
    expect(err).toBe('')
    expect(code).toBe(1)
  })

  test('a file that is not UTF-8 is told with the place of every bad byte', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'latin.yaml'), Buffer.from('id: latin\n# Grüße\nnodes: {}\n', 'latin1'))
    const { code, out } = await runMillrace(['validate', 'latin.yaml'], { directory })
    expect(out).toMatch(/^latin\.yaml:2:5 {2}error INVALID_UTF8 .*\nlatin\.yaml:2:6 {2}error INVALID_UTF8 /m)
    expect(code).toBe(1)
  })

  test('a file that is not there is a usage error', async () => {
    expect(await runMillrace(['validate', 'no-such.yaml'])).toMatchObject({ code: 2, err: expect.stringContaining('no-such.yaml') })
  })
})
