// What this machine offers for building a jail: looked up once. Whether it works is tried, not concluded from here.

import { accessSync, constants, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { processReport } from './process-report.ts'

const tools = ['bwrap', 'unshare', 'setpriv', 'prlimit', 'sh'] as const
type Tool = (typeof tools)[number]

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly isRoot: boolean
  /** Absolute paths: the environment of a runner is empty, and ours is not trusted to say where to look. */
  readonly tools: Readonly<Partial<Record<Tool, string>>>
  /** The C library and its like, as this very process has loaded them. */
  readonly libraries: readonly string[]
}

export function lookAtMachine(): Machine {
  const { platform, arch } = process
  const found = platform === 'win32' ? [] : tools.flatMap((tool) => pathOf(tool) ?? []).map(({ tool, path }) => [tool, path])
  const libraries = platform === 'linux' ? loadedLibraries() : []
  return { platform, arch, isRoot: process.getuid?.() === 0, tools: Object.fromEntries(found), libraries }
}

function pathOf(tool: Tool): { readonly tool: Tool; readonly path: string } | undefined {
  const path = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin'].map((directory) => join(directory, tool)).find(isExecutable)
  return path === undefined ? undefined : { tool, path }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Node needs these and no more; anything else that is loaded here, such as add-ons, stays outside. */
const needed = /^(ld-|lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|atomic)[.-])/

function loadedLibraries(): readonly string[] {
  return processReport().sharedObjects.filter((path) => path.startsWith('/') && needed.test(path.slice(path.lastIndexOf('/') + 1)))
}

/** Whether another user could read this file, or read and run it. */
export function isReachableByOthers(path: string, mode: 0o004 | 0o005): boolean {
  const hasMode = (one: string, bits: number) => (statSync(one).mode & bits) === bits
  if (!hasMode(path, mode)) return false
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    if (!hasMode(directory, 0o001)) return false
    if (directory === dirname(directory)) return true
  }
}
