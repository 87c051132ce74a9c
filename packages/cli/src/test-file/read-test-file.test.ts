import { expect, test } from 'vitest'
import { readTestFile } from './read-test-file.ts'

const withFile = (name: string) => readTestFile(`tests: [{ name: t, files: { ${JSON.stringify(name)}: text }, expect: {} }]`)

test.each(['../a.csv', '/etc/a.csv', 'in/../../a.csv', 'in//a.csv', 'in\\a.csv', '', '.'])(
  'a file named %j is none of the folder',
  (name) => {
    expect(withFile(name)).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('must name files of the folder') }] })
  },
)

test.each(['a.csv', 'in/a.csv', '..a', '.hidden'])('a file named %j is one of the folder', (name) => {
  expect(withFile(name).ok).toBe(true)
})

test('a key that there is not is told with those that there are, and the nearest of them', () => {
  expect(readTestFile('tests:\n  - name: a\n    reqest: {}\n    expect: { steps: {}, statuss: success }\n')).toMatchObject({
    ok: false,
    problems: [
      {
        message: expect.stringMatching(/^"tests\[0\]\.expect\.statuss" is no key of a test file\. Here it takes starts, status, /),
        suggestion: 'status',
        position: { line: 4, column: 26 },
      },
      { message: expect.stringContaining('"tests[0].reqest" is no key'), suggestion: 'request', position: { line: 3, column: 5 } },
    ],
  })
})
