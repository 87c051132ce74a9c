import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Editor, EditorStore } from './editor-store.ts'

/** The workflow that is edited on this page. */
export const EditorContext = createContext<EditorStore | undefined>(undefined)

export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext)
  if (store === undefined) throw new Error('There is no workflow around this component: put it inside an EditorContext.')
  return store
}

export function useEditor<Part>(select: (editor: Editor) => Part): Part {
  return useStore(useEditorStore(), select)
}
