// `npm start`: plain JavaScript for whatever Node the machine has. It becomes the command as soon as it can.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { becomeNode } from '../packages/cli/bin/become-node.js'
import { ensureEditor } from './ensure-editor.js'
import { ensureInstalled } from './ensure-installed.js'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
ensureInstalled(root)

const installedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const node = existsSync(installedNode) ? installedNode : process.execPath
ensureEditor(root, node)
// A small young generation: V8 would let it grow to 64 MB before it looks for garbage. Idle memory falls by a fifth, and pauses are shorter.
const args = [
  '--conditions=source',
  '--max-semi-space-size=8',
  '--expose-gc',
  join(root, 'packages', 'cli', 'bin', 'millrace.js'),
  'start',
  ...process.argv.slice(2),
]

becomeNode(node, args)
