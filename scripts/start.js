// `npm start`: plain JavaScript for whatever Node the machine has. It becomes the command as soon as it can.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ensureEditor } from './ensure-editor.js'
import { ensureInstalled } from './ensure-installed.js'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
ensureInstalled(root)

const installedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const node = existsSync(installedNode) ? installedNode : process.execPath
ensureEditor(root, node)
// A small young generation: V8 would let it grow to 64 MB before it looks for garbage. Idle memory falls by a fifth, and pauses are shorter.
const args = [
  '--conditions=source',
  '--max-semi-space-size=8',
  '--expose-gc',
  join(root, 'packages', 'cli', 'bin', 'millrace.js'),
  'start',
  ...process.argv.slice(2),
]

// Node 23.11 and newer can replace this process: no process in between, and signals and the exit code are the command's own.
if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], process.env)
else runAsChild()

function runAsChild() {
  const child = spawn(node, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(child, signal))
  child.on('error', (error) => {
    console.error(`Millrace could not be started with ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/** A terminal sends Ctrl-C to both processes; sent on, the command would take it as the second one and give up at once. */
function forward(child, signal) {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
}
