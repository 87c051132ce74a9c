// Plain JavaScript for whatever Node the machine has: it brings the right Node and everything else.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm ci` would refuse the lock file on some machines: it wants an entry for the optional binaries of every platform, and npm writes only those it
 * has seen. This installs the same locked versions and leaves the lock file alone.
 */
const install = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']

/** Installs the locked dependencies when they are missing or older than the lock file. */
export function ensureInstalled(root) {
  const marker = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return
  console.error('Installing dependencies (once) …')
  const { status } = spawnSync('npm', install, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
  // npm leaves its marker untouched when nothing was missing; it would look outdated for ever.
  utimesSync(marker, new Date(), new Date())
}
