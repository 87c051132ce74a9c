// Draws docs/pictures/run.svg from what `millrace run` really writes to a terminal. Run it from the root of the checkout:
//   npx node --conditions=source docs/pictures/render-terminal.ts

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { readScreen } from './terminal-screen.ts'
import { terminalSvg } from './terminal-svg.ts'

const checkout = fileURLToPath(new URL('../../', import.meta.url))
const columns = 100
const command = ['npx millrace run examples/github-push/workflow.yaml', '--trigger push --data @examples/github-push/payload.json']

/** The service of the example: busy at first, so that the picture shows a retry. */
async function startChecks(): Promise<{ readonly url: string; close(): void }> {
  let calls = 0
  const server = createServer((_, response) => {
    const isBusy = calls++ === 0
    response.writeHead(isBusy ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ state: 'passed' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, close: () => server.close() }
}

/** What the command writes to a terminal of that width, which util-linux's `script` makes. */
async function record(checksUrl: string): Promise<string> {
  const line = command.join(' ').replace('npx millrace', `'${process.execPath}' --conditions=source packages/cli/bin/millrace.js`)
  const child = spawn(
    'script',
    ['--quiet', '--return', '--command', `stty cols ${columns} rows 40; exec ${line} --in-memory`, '/dev/null'],
    {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        TERM: 'xterm-256color',
        FORCE_COLOR: '1',
        MILLRACE_VAR_CHECKS_URL: checksUrl,
        MILLRACE_EGRESS_ALLOW: '127.0.0.0/8',
      },
    },
  )
  const [output, code] = await Promise.all([text(child.stdout), new Promise((resolve) => child.once('close', resolve))])
  if (code !== 0) throw new Error(`The command ended with ${code}, so there is nothing to draw:\n${output}`)
  return output
}

const checks = await startChecks()
try {
  const screen = readScreen(await record(checks.url))
  const typed = command.map((part, index) => [
    { text: index === 0 ? '$ ' : '    ', style: { isDim: true } },
    { text: index === 0 ? `${part} \\` : part, style: { isBold: true } },
  ])
  writeFileSync(
    new URL('run.svg', import.meta.url),
    terminalSvg([...typed, [], ...screen], { columns, title: 'millrace run, in a terminal' }),
  )
} finally {
  checks.close()
}
