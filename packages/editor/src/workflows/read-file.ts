import { showToast } from '../design/toast.ts'

const largestBytes = 4 * 1024 * 1024

/** The text of a file that somebody has chosen or dropped; undefined, and said, where it is too large. */
export async function readFile(file: File): Promise<string | undefined> {
  if (file.size <= largestBytes) return file.text()
  showToast({ kind: 'error', title: `${file.name} is too large`, text: 'A workflow file has 4 MiB at most.' })
  return undefined
}
