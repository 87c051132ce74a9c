import { openUnchanging } from '../open-unchanging.ts'

/** What a file was when it was kept. */
export interface KeptContent {
  readonly id: string
  readonly size: number
  readonly sha256: string
}

/** The files whose rows are in a database that nobody writes to, one after the other: there may be very many. */
export function* contentsIn(file: string): Generator<KeptContent> {
  const database = openUnchanging(file)
  try {
    for (const { id, size, sha256 } of database.prepare('SELECT id, size, sha256 FROM file').iterate()) {
      yield { id: String(id), size: Number(size), sha256: String(sha256) }
    }
  } finally {
    database.close()
  }
}
