// Changes that rewrite expressions: their parser is 35 KB, so they are loaded after the canvas.
export { fileInPlace } from '../model/changes/file-in-place.ts'
export { duplicateNodes, pasteNodes } from '../model/changes/paste-nodes.ts'
export { renameNode } from '../model/changes/rename-node.ts'
