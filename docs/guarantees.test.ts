import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const page = new URL('guarantees.md', import.meta.url)
const sections = readFileSync(page, 'utf8').split(/^## /m).slice(1)
const promises = sections.filter((section) => /^C\d/.test(section))

test('the page has the seven promises', () => {
  expect(promises.map((section) => section.slice(0, 3))).toEqual(['C1:', 'C2:', 'C3:', 'C4:', 'C5:', 'C6:', 'C7:'])
})

describe.each(promises.map((section) => [section.slice(0, 2), section] as const))('%s', (_name, section) => {
  test('says what it does not promise', () => {
    expect(section).toMatch(/\*Not promised:\*/)
  })

  test('names tests that are there', () => {
    const tests = [...section.matchAll(/\]\(([^)]+\.test\.ts)\)/g)].map(([, path = '']) => path)
    expect(tests.length).toBeGreaterThan(0)
    for (const path of tests) expect(existsSync(new URL(path, page)), path).toBe(true)
  })
})

test('every link leads to a file', () => {
  const links = [...sections.join('').matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => path)
  for (const path of links) expect(existsSync(new URL(path, page)), path).toBe(true)
})

test('the commands of the table are scripts, and the runs by the long form know the options', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', page), 'utf8')) as { readonly scripts: Record<string, string> }
  const long = readFileSync(new URL('../e2e/faults/run.ts', page), 'utf8')
  const commands = [...(sections.at(-1) ?? '').matchAll(/npm run ([\w:]+)(?: -- --(\w+))?/g)]
  expect(commands.length).toBeGreaterThan(5)
  for (const [, script = '', option] of commands) {
    expect(scripts, script).toHaveProperty([script])
    if (script === 'faults:long') expect(long).toContain(`${option}: { type: 'string'`)
  }
})
