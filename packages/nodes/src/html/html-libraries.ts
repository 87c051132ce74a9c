// What reads and searches HTML: fifty modules, loaded with the first page and not at the start; and not through a promise, for a pure
// step answers at once, and its parameters are checked at once.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

export const cssSelect = () => require('css-select') as typeof import('css-select')
export const domutils = () => require('domutils') as typeof import('domutils')
export const htmlparser2 = () => require('htmlparser2') as typeof import('htmlparser2')
