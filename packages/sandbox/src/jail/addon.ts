import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SandboxError } from '../sandbox-error.ts'
import { processReport } from './process-report.ts'

/** Before 7.0.1 a guest could leave the isolate (published August 2026). */
const oldestSafeVersion = '7.0.1'

export interface Addon {
  readonly path: string
  readonly version: string
}

/** isolated-vm, as it comes built with its package: nothing is compiled, no install script runs. */
export function findAddon(): Addon {
  const manifest = createRequire(import.meta.url).resolve('isolated-vm/package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }
  refuseUnsafe(version)
  const { platform, arch, versions } = process
  const build = `isolated-vm.abi${versions.modules}`
  const file = platform === 'linux' ? `${build}.${cLibrary()}.node` : `${build}.node`
  const packageDirectory = dirname(manifest)
  const candidates = [join('prebuilds', `${platform}-${arch}`, file), join('build', 'Release', 'isolated_vm.node')]
  const path = candidates.map((candidate) => join(packageDirectory, candidate)).find(existsSync)
  if (path === undefined) {
    const what = `isolated-vm ${version} has no build for ${platform}-${arch} with Node ${versions.node}`
    throw new SandboxError('SANDBOX_UNAVAILABLE', `${what}: use Node 24 or 26, or run "npm rebuild isolated-vm" with a C++ compiler`)
  }
  return { path: realpathSync(path), version }
}

export function refuseUnsafe(version: string): void {
  const isRelease = /^\d+\.\d+\.\d+$/.test(version)
  if (isRelease && !isOlder(version, oldestSafeVersion)) return
  throw new SandboxError('SANDBOX_UNAVAILABLE', `isolated-vm ${version} may let code out: install ${oldestSafeVersion} or a newer release`)
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0
}

function cLibrary(): 'glibc' | 'musl' {
  return processReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}
