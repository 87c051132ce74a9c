/** The first file of a backup, so that whoever looks into one knows at once what it is. */
export const describingFile = 'millrace-backup.json'
/** The last one: the SHA-256 of every other, so that a backup without it is known to have broken off. */
export const checksumFile = 'checksums.json'
export const databaseFile = 'millrace.db'
export const secretsFile = 'secrets.json'
export const keyFile = 'encryption.key'

export interface BackupFacts {
  readonly format: 'millrace-backup'
  readonly version: 1
  /** Of the Millrace that wrote it. */
  readonly millrace: string
  /** ISO text: everything that was acknowledged before is in it. */
  readonly createdAt: string
  readonly databaseBytes: number
  /** SQLite has looked through the database when the backup was made; the checksum says that it is still the same. Absent in older backups. */
  readonly isChecked?: true
  readonly files: number
  /** Whether the key that opens secrets and connections is in it. */
  readonly holdsKey: boolean
  /** Files that were deleted while the backup was made. */
  readonly missing: readonly string[]
}

const known =
  /^(millrace-backup\.json|checksums\.json|millrace\.db|secrets\.json|encryption\.key|files\/[0-9a-f]{2}\/f_[0-9a-f]{32}|accounts\/[0-9a-f]{32}(\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}){1,6})$/

/** Whether a file of this name can be in a backup: nothing else is ever written when one is restored. */
export function isBackupName(name: string): boolean {
  return known.test(name)
}
