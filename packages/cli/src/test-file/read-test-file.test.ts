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
