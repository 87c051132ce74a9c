/** False when it could not be built. */
export function ensureEditor(root: string, node: string): boolean
