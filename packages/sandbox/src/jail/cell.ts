import { chmodSync, constants, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findAddon } from './addon.ts'
import { isReachableByOthers } from './machine.ts'
import { runnerFiles } from './runner-files.ts'
import { seccompProgram } from './seccomp.ts'

/** A directory with all that a runner may see. */
export interface Cell {
  readonly directory: string
  /** Where runners start: nothing is in it. */
  readonly emptyDirectory: string
  readonly node: string
  readonly addon: string
  readonly addonVersion: string
  /** The filter of system calls, if there is one for this processor. */
  readonly seccomp?: string
  remove(): void
}

export type AlterFile = (name: string, text: string) => string

export function prepareCell(alterFile: AlterFile): Cell {
  const addon = findAddon()
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-sandbox-')))
  const emptyDirectory = join(directory, 'empty')
  mkdirSync(emptyDirectory)
  chmodSync(directory, 0o755)
  for (const [name, text] of Object.entries(runnerFiles())) writeFileSync(join(directory, name), alterFile(name, text), { mode: 0o644 })
  const program = seccompProgram(process.arch)
  const seccomp = join(directory, 'seccomp.bpf')
  if (program !== undefined) writeFileSync(seccomp, program, { mode: 0o644 })
  const remove = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', remove)
  return {
    directory,
    emptyDirectory,
    node: reachable(realpathSync(process.execPath), join(directory, 'node'), 0o005),
    addon: reachable(addon.path, join(directory, 'isolated_vm.node'), 0o004),
    addonVersion: addon.version,
    ...(program !== undefined && { seccomp }),
    remove() {
      process.off('exit', remove)
      remove()
    },
  }
}

/** The file itself if another user may get at it, else a copy: installations lie in home directories too. */
function reachable(path: string, copy: string, mode: 0o004 | 0o005): string {
  if (process.platform === 'win32' || isReachableByOthers(path, mode)) return path
  copyFileSync(path, copy, constants.COPYFILE_FICLONE)
  chmodSync(copy, 0o755)
  return copy
}
