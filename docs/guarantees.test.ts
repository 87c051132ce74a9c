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

/** What stands in a row of the table, and the test that runs so many. */
const rows = [
  ['kills under mixed load', '../e2e/faults/kills/kills.test.ts'],
  ['deaths at each fail-point', '../e2e/faults/fail-points/fail-points.test.ts'],
  ['simulated lives', '../e2e/faults/simulation/simulation.test.ts'],
  ['disks after a failure of power', '../e2e/faults/disk/power-loss.test.ts'],
  ['failing writes, reads and syncs', '../e2e/faults/disk/failing-disk.test.ts'],
  ['a volume that is filled and freed', '../e2e/faults/disk/full-disk.test.ts'],
  ['kills of what ships to a replica', '../e2e/faults/replica/replica-kills.test.ts'],
  ['hostile requests at each surface', '../e2e/faults/fuzz/fuzz.test.ts'],
] as const

test.each(rows)('the table says how many %s the build machine runs', (name, path) => {
  const build = readFileSync(new URL('../.ci/run', page), 'utf8')
  const scaleOf = (scale: string) =>
    Number(build.match(scale === 'faultScale' ? /MILLRACE_FAULT_SCALE=([\d.]+)\n/ : /MILLRACE_TEST_SCALE=([\d.]+)/)?.[1])
  const source = readFileSync(new URL(path, page), 'utf8')
  const [, least, whole, scale = ''] = source.match(/Math\.max\((\d+), Math\.round\(([\d_]+) \* (\w+)\)\)/) ?? []
  const count = Number(whole?.replaceAll('_', ''))
  const cells = [Math.max(Number(least), Math.round(count * scaleOf(scale))), count].map((cell) => cell.toLocaleString('en'))
  expect(sections.at(-1)).toContain(`| ${name} | ${cells.join(' | ')} |`)
})

test('the commands of the table are scripts, and the runs by the long form know the options', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', page), 'utf8')) as { readonly scripts: Record<string, string> }
  const long = readFileSync(new URL('../e2e/faults/run.ts', page), 'utf8')
  const commands = [...(sections.at(-1) ?? '').matchAll(/npm run ([\w:]+)(?: -- --(\w+))?/g)]
  expect(commands.length).toBeGreaterThan(5)
  for (const [, script = '', option] of commands) {
    expect(scripts, script).toHaveProperty([script])
    if (script === 'faults:long') expect(long).toContain(`${option}: { type: `)
  }
})
