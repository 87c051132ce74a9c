/**
 * Writes docs/nodes from the definitions; with `--check`, only says whether it is up to date.
 *
 *   node --conditions=source packages/nodes/scripts/generate-docs.ts [--check]
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { referencePages } from './docs/pages.ts'

const folder = join(import.meta.dirname, '../../../docs/nodes')
const pages = referencePages()
const left = globSync('**/*.md', { cwd: folder }).filter((path) => !pages.has(path))
const changed = [...pages].filter(([path, text]) => !existsSync(join(folder, path)) || readFileSync(join(folder, path), 'utf8') !== text)

if (process.argv.includes('--check')) check()
else write()

function check(): void {
  const stale = [...left, ...changed.map(([path]) => path)]
  if (stale.length === 0) return
  console.error(`docs/nodes is not what the definitions say: ${stale.join(', ')}. Run this script without --check.`)
  process.exitCode = 1
}

function write(): void {
  for (const path of left) rmSync(join(folder, path))
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  console.log(`docs/nodes: ${changed.length} written, ${left.length} removed, ${pages.size} in all`)
}
