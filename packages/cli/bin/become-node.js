// Plain JavaScript for whatever Node the machine has.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Goes on as another Node: as this process where that can be (from Node 23.11 on), else as its child. */
export function becomeNode(node, args) {
  // No process in between, and signals and the exit code are the command's own.
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], process.env)
  else runAsChild(node, args)
}

function runAsChild(node, args) {
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
