// Plain JavaScript for whatever Node the machine has: what a browser gets is built once, and again when its sources are newer.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the build is made of; the engine is a part of it. */
const sources = [
  'package-lock.json',
  'packages/editor/index.html',
  'packages/editor/vite.config.ts',
  'packages/editor/build',
  'packages/editor/src',
  'packages/engine/src',
]

/** Builds the editor when it is missing or older than its sources. Says so and goes on when it cannot be built: the API serves without it. */
export function ensureEditor(root, node) {
  const built = join(root, 'packages', 'editor', 'dist', 'app')
  const page = join(built, 'index.html')
  if (existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources.map((path) => newestIn(join(root, path))))) return true
  console.error('Building the editor (once) …')
  // Beside the old one, which serves until the new one is whole.
  const fresh = `${built}.${process.pid}`
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', join(root, 'packages', 'editor'), '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
  // Under a test runner NODE_ENV is `test`: the build would be React's slow one, with the paths of this machine in it.
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync(node, args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (status === 0) replace(built, fresh)
  else console.error('The editor could not be built, see above: Millrace starts with its API alone.')
  return status === 0
}

function replace(built, fresh) {
  const old = `${built}.old.${process.pid}`
  if (existsSync(built)) renameSync(built, old)
  renameSync(fresh, built)
  rmSync(old, { recursive: true, force: true })
}

function newestIn(path) {
  const { mtimeMs, isDirectory } = stateOf(path)
  if (!isDirectory) return mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => (name.endsWith('.test.ts') ? 0 : newestIn(join(path, name)))))
}

function stateOf(path) {
  const state = statSync(path)
  return { mtimeMs: state.mtimeMs, isDirectory: state.isDirectory() }
}
