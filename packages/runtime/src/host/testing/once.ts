import type { WritePatiently } from '../write-patiently.ts'

/** Without any patience. */
export const once: WritePatiently = (write) => write()
