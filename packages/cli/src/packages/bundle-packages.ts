import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FatalError, type Workshop } from '@millrace/kit'

export interface BundlerOptions {
  /** Names of npm packages, as the operator lists them. */
  readonly allowed: readonly string[]
  /** The packages lie in its `node_modules`. */
  readonly directory: string
}

const largestBytes = 1024 * 1024

/**
 * Joins npm packages to one script for the sandbox. Nothing is downloaded, nothing of them runs here, and no install script ever does:
 * the operator installs them.
 */
export function createBundler({ allowed, directory }: BundlerOptions): Workshop['bundle'] {
  return async (names) => {
    for (const name of names) refuseUnlessUsable(name, allowed, directory)
    const bundle = await build(names, directory)
    if (Buffer.byteLength(bundle) > largestBytes) {
      throw refused('PACKAGE_TOO_LARGE', `${names.join(', ')} are larger than 1 MiB together: use fewer or smaller packages`)
    }
    return bundle
  }
}

function refuseUnlessUsable(name: string, allowed: readonly string[], directory: string): void {
  if (!allowed.includes(name)) {
    throw refused(
      'PACKAGE_NOT_ALLOWED',
      `the package "${name}" is not allowed: the operator allows packages by name in MILLRACE_CODE_PACKAGES`,
    )
  }
  if (!existsSync(join(directory, 'node_modules', name, 'package.json'))) {
    throw refused(
      'PACKAGE_NOT_INSTALLED',
      `the package "${name}" is not installed: run "npm install --ignore-scripts ${name}" in ${directory}`,
    )
  }
}

async function build(names: readonly string[], directory: string): Promise<string> {
  // esbuild starts a process of its own: only instances whose workflows use packages pay for it.
  const esbuild = await import('esbuild')
  try {
    const { outputFiles } = await esbuild.build({
      stdin: { contents: entryOf(names), resolveDir: directory, loader: 'js' },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions: ['import', 'default'],
      target: 'es2024',
      logLevel: 'silent',
    })
    return outputFiles[0]?.text ?? ''
  } catch (error) {
    if (!(error instanceof Error) || !('errors' in error)) throw error
    const [first] = error.errors as readonly { readonly text: string }[]
    throw refused(
      'PACKAGE_UNFIT',
      `${names.join(', ')} cannot be bundled for the sandbox, which has nothing of Node: ${first?.text ?? error.message}`,
    )
  }
}

/** A package with a default export alone is that export. */
function entryOf(names: readonly string[]): string {
  const imports = names.map((name, index) => `import * as p${index} from ${JSON.stringify(name)}`)
  const entries = names.map((name, index) => `[${JSON.stringify(name)}, whole(p${index})]`)
  return `${imports.join('\n')}
const whole = (all) => (Object.keys(all).length === 1 && 'default' in all ? all.default : all)
globalThis.packages = Object.fromEntries([${entries.join(', ')}])
`
}

function refused(code: string, message: string): FatalError {
  return new FatalError(`${message}.`, { code })
}
