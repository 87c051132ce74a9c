import { join } from 'node:path'
import { ensureEditor } from '../../../scripts/ensure-editor.js'

/** What the browser gets, as `npm start` would build it. */
export function setup(): void {
  if (!ensureEditor(join(import.meta.dirname, '../../..'), process.execPath)) throw new Error('The editor could not be built.')
}
