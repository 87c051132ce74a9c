// The files that a runner needs, gathered in one directory of their own: the jail then shows it that directory and nothing else,
// and another user can read it even when the installation lies in somebody's home.

import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { basename } from 'node:path'

/** The modules of the runner, by path below this package's source. They import each other, `node:` and types, nothing else. */
const runnerModules = ['runner/runner', 'runner/guest-isolate', 'protocol/frame']
const probeModules = ['report/probe']

/** The parts of the script that runs first in each context, in the order in which they need each other. */
const guestModules = ['guest/json-text', 'guest/console', 'guest/timers', 'guest/encoding', 'guest/structured-clone', 'guest/enter']

/** File name → text. */
export function runnerFiles(): Readonly<Record<string, string>> {
  const modules = [...runnerModules, ...probeModules].map((path) => [`${basename(path)}.mjs`, flattenImports(javaScriptOf(path))] as const)
  return { ...Object.fromEntries(modules), 'guest.js': guestScript() }
}

/** One script whose value is `enter`: isolates load no modules, and one script needs no bundler. */
function guestScript(): string {
  const parts = guestModules.map((path) =>
    javaScriptOf(path)
      .replace(/^import .*$/gm, '')
      .replace(/^export /gm, ''),
  )
  return `(() => { 'use strict'\n${parts.join('\n')}\nreturn enter })()`
}

/** From source when that runs, else as it was compiled. */
function javaScriptOf(path: string): string {
  const isSource = import.meta.url.endsWith('.ts')
  const text = readFileSync(new URL(`../${path}.${isSource ? 'ts' : 'js'}`, import.meta.url), 'utf8')
  return isSource ? withoutTypes(text) : text
}

/** Node calls this function experimental at its first use; it is used in a checkout alone, where nobody has to be warned. */
function withoutTypes(text: string): string {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = emitWarning
  }
}

function flattenImports(text: string): string {
  return text.replace(/from '\.\.?\/(?:[\w-]+\/)*([\w-]+)\.[tj]s'/g, "from './$1.mjs'")
}
