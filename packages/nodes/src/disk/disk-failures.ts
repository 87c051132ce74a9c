import type { NodeFailure } from '@millrace/kit'

export const folderFailures: readonly NodeFailure[] = [
  { code: 'DISK_FOLDER', when: 'the folder is not one of those that `MILLRACE_DISK` names, or is not there' },
]

export const nameFailures: readonly NodeFailure[] = [
  ...folderFailures,
  { code: 'DISK_NAME', when: 'the name is none, or leads out of the folder' },
  { code: 'DISK_NOT_FILE', when: 'it is a folder, a link or a device' },
  { code: 'DISK_REFUSED', when: 'the system does not let Millrace at it' },
]

export const missingFailure: NodeFailure = { code: 'DISK_MISSING', when: 'there is no such file' }
export const existsFailure: NodeFailure = { code: 'DISK_EXISTS', when: 'a file of this name is there, and `replace` is off' }
