import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { failPoints } from './fail-point.ts'

const program = `
  import { failPoint } from ${JSON.stringify(new URL('fail-point.ts', import.meta.url).href)}
  for (let passing = 1; passing <= 3; passing++) {
    failPoint('commit-done')
    failPoint('commit-told')
    console.log(passing)
  }
`

function run(setting: string | undefined) {
  const { MILLRACE_FAIL_POINT: _, ...environment } = process.env
  const env = setting === undefined ? environment : { ...environment, MILLRACE_FAIL_POINT: setting }
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program], { env, encoding: 'utf8' })
}

test('nothing happens at a fail-point that is not armed', () => {
  expect(run(undefined)).toMatchObject({ status: 0, stdout: '1\n2\n3\n' })
  expect(run('step-begun')).toMatchObject({ status: 0, stdout: '1\n2\n3\n' })
})

test('an armed one ends the process at once, at the passing that was asked for', () => {
  expect(run('commit-done')).toMatchObject({ signal: 'SIGKILL', stdout: '' })
  expect(run('commit-done:3')).toMatchObject({ signal: 'SIGKILL', stdout: '1\n2\n' })
})

test('a name that is none is refused with those that are', () => {
  const { status, stderr } = run('commit-dome')
  expect(status).toBe(1)
  expect(stderr).toContain('"commit-dome"')
  expect(stderr).toContain(failPoints.join(', '))
})
