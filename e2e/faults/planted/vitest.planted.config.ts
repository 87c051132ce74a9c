// The tests of the packages with one bug planted into what they test: `MILLRACE_PLANTED_BUG=<its name>`.

import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'
import { noBug, plantedBugs } from './planted-bugs.ts'

const chosen = process.env.MILLRACE_PLANTED_BUG
const bug = chosen === noBug.name ? noBug : plantedBugs.find(({ name }) => name === chosen)
if (bug === undefined)
  throw new Error(`MILLRACE_PLANTED_BUG is "${chosen}": it takes the name of a bug in planted-bugs.ts, or "${noBug.name}".`)
const root = fileURLToPath(new URL('../../../', import.meta.url))

const planted: Plugin = {
  name: 'planted-bug',
  enforce: 'pre',
  transform(code, id) {
    const patches = bug.patches.filter(({ file }) => id.split('?')[0] === root + file)
    return patches.length === 0 ? undefined : patches.reduce(plant, code)
  },
}

function plant(code: string, { file, before, after }: (typeof plantedBugs)[number]['patches'][number]): string {
  if (!code.includes(before)) throw new Error(`The bug cannot be planted: ${file} no longer says ${before}`)
  return code.replaceAll(before, () => after)
}

// Kept modules would not know which bug is planted: the one of the run before would still be in them.
export default defineConfig({
  root,
  plugins: [planted],
  resolve: { conditions: ['source', 'node', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'default'] } },
  test: { include: ['packages/**/*.test.ts', 'e2e/faults/**/*.test.ts'], testTimeout: 240_000, bail: 1, fsModuleCache: false },
})
