import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { checkout } from '../../support/checkout.ts'
import { faultsCache } from '../support/faults-cache.ts'

/** A change of one source file, made while the program is put together and nowhere else. */
export interface SourcePatch {
  /** From the root of the checkout. */
  readonly file: string
  readonly before: string
  readonly after: string
}

export interface BuiltProduct {
  /** What to run. */
  readonly script: string
  remove(): Promise<void>
}

/**
 * Puts the command line into a few scripts. It is the same source as in the checkout, in a form that
 * starts in a third of the time: a test that kills the process 300 times spends most of its time on starting it.
 */
export function buildProduct(patches: readonly SourcePatch[] = []): Promise<BuiltProduct> {
  return buildProgram(
    { source: "import { main } from './src/main.ts'\nawait main(process.argv.slice(2))\n", folder: 'packages/cli' },
    patches,
  )
}

export interface Program {
  readonly source: string
  /** From the root of the checkout: where it imports from. */
  readonly folder: string
}

/** The same for another program. */
export async function buildProgram({ source, folder }: Program, patches: readonly SourcePatch[]): Promise<BuiltProduct> {
  const outdir = await mkdtemp(join(faultsCache(), 'build-'))
  const pending = new Set(patches)
  await build({
    stdin: { contents: source, resolveDir: join(checkout, folder), loader: 'ts' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    conditions: ['source'],
    outdir,
    entryNames: 'millrace',
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
    // Some packages of npm still ask for modules of Node by `require`.
    banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);" },
    plugins: [loadedLater, sources(pending)],
  })
  // A patch that no longer fits would make a test of the tests pass for nothing.
  for (const { file, before } of pending) throw new Error(`The change cannot be made: ${file} no longer says ${before}`)
  return { script: join(outdir, 'millrace.mjs'), remove: () => rm(outdir, { recursive: true, force: true }) }
}

/** What is loaded only when it is needed stays a package of its own: half of them are CommonJS, which would lose its names. */
const loadedLater: Plugin = {
  name: 'loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z@]/ }, ({ kind, path }) =>
      kind === 'dynamic-import' && !path.startsWith('@millrace/') ? { external: true } : undefined,
    )
  },
}

/** Our own files: patched, and each still knowing where it lies, for some read files beside them. */
function sources(pending: Set<SourcePatch>): Plugin {
  return {
    name: 'sources',
    setup({ onLoad }) {
      onLoad({ filter: /\/packages\/[a-z-]+\/src\/.*\.ts$/ }, async ({ path }) => {
        const text = patched(path, await readFile(path, 'utf8'), pending)
        return {
          contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
          loader: 'ts',
          resolveDir: dirname(path),
        }
      })
    },
  }
}

function patched(path: string, source: string, pending: Set<SourcePatch>): string {
  let text = source
  for (const patch of pending) {
    if (path !== join(checkout, patch.file) || !text.includes(patch.before)) continue
    text = text.replaceAll(patch.before, () => patch.after)
    pending.delete(patch)
  }
  return text
}
