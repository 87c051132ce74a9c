import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const workflow = `id: greet
triggers:
  hook: { type: webhook, with: { path: /greet, respond: last-node } }
nodes:
  greet:
    type: code.javascript
    with:
      packages: [shout]
      code: return packages.shout(input.body.name)
`

function install(dataDirectory: string, version: string): void {
  const folder = join(dataDirectory, 'packages', 'node_modules', 'shout')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"name":"shout","main":"index.js"}')
  writeFileSync(join(folder, 'index.js'), `module.exports = (text) => text.toUpperCase() + ${JSON.stringify(version)}`)
}

async function greet(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/webhook/greet`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"ann"}',
  })
  return answer.json()
}

test('a version keeps the packages it was published with, over an upgrade and a restart', async () => {
  const dataDirectory = temporaryDirectory()
  const workflows = temporaryDirectory()
  writeFileSync(join(workflows, 'greet.yaml'), workflow)
  install(dataDirectory, ' v1')
  const environment = { MILLRACE_CODE_PACKAGES: 'shout' }
  const first = await startMillrace({ workflows, dataDirectory, environment })
  expect(await greet(first.url)).toBe('ANN v1')
  await first.end('SIGTERM')

  install(dataDirectory, ' v2')
  const second = await startMillrace({ workflows, dataDirectory, environment })
  expect(await greet(second.url)).toBe('ANN v1')
  writeFileSync(join(workflows, 'greet.yaml'), workflow.replace('input.body.name)', "input.body.name) + '!'"))
  await expect.poll(() => greet(second.url)).toBe('ANN v2!')
  await second.end('SIGTERM')
})

test('a package that the operator does not allow is refused with its place, with what to do', async () => {
  const dataDirectory = temporaryDirectory()
  const workflows = temporaryDirectory()
  writeFileSync(join(workflows, 'greet.yaml'), workflow)
  install(dataDirectory, '')
  const millrace = await startMillrace({ workflows, dataDirectory })
  const { out, err } = await millrace.end('SIGTERM')
  expect(out + err).toContain('PACKAGE_NOT_ALLOWED')
  expect(out + err).toContain('MILLRACE_CODE_PACKAGES')
  expect(out + err).toMatch(/greet\.yaml:5:3/)
})
