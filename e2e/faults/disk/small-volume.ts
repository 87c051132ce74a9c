import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Starts what follows with a file system of this size, in memory, at this place. It is there for that process alone, and gone with it. */
export function onSmallVolume(directory: string, size: string): readonly string[] {
  return ['unshare', '-Urm', 'sh', '-c', 'mount -t tmpfs -o "size=$1" tmpfs "$0" && shift && exec "$@"', directory, size]
}

/** Whether this machine lets a process have a file system of its own. In some containers it does not. */
export function hasSmallVolumes(): boolean {
  return spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
}

/** Where the volume of that process can be seen from outside. */
export function volumeOf(pid: number, directory: string): string {
  return `/proc/${pid}/root${directory}`
}

const blocks = [1 << 20, 1 << 16, 1 << 12]

/** Takes all the room there is; returns the way to give it back. */
export function fill(volume: string): () => void {
  const file = join(volume, 'ballast')
  const descriptor = openSync(file, 'a')
  for (const bytes of blocks) while (writeWhole(descriptor, Buffer.alloc(bytes, 1)));
  closeSync(descriptor)
  return () => rmSync(file, { force: true })
}

function writeWhole(descriptor: number, block: Buffer): boolean {
  try {
    return writeSync(descriptor, block) === block.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
