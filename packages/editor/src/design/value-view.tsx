import { Download } from 'lucide-react'
import { useMemo, useState } from 'react'
import { tableColumns } from '../model/value-tree.ts'
import { CopyButton } from './copy-button.tsx'
import { IconButton } from './icon-button.tsx'
import { saveFile } from './save-file.ts'
import { SearchField } from './search-field.tsx'
import { Segmented } from './segmented.tsx'
import { ValueTable } from './value-table.tsx'
import { ValueTree } from './value-tree.tsx'
import styles from './value-view.module.css'

type Look = 'tree' | 'table' | 'text'

interface ValueViewProps {
  readonly value: unknown
  /** What it is, for screen readers and files: "output of charge". */
  readonly name: string
  /** How expressions read it, e.g. `nodes.charge.output`: the paths that are copied begin so. */
  readonly expression?: string
  /** The tree alone, as tall as it is: in a narrow column beside others. */
  readonly isPlain?: boolean
}

/** A JSON value as a tree, a table or text; searched, copied, saved. However large it is, only what is in view is drawn. */
export function ValueView({ value, name, expression, isPlain = false }: ValueViewProps) {
  const columns = useMemo(() => tableColumns(value), [value])
  const [look, setLook] = useState<Look>('tree')
  const [search, setSearch] = useState('')
  const shown = look === 'table' && columns === undefined ? 'tree' : look
  const text = useMemo(() => JSON.stringify(value, undefined, 2) ?? 'null', [value])
  const looks = [
    { value: 'tree', name: 'Tree' } as const,
    ...(columns === undefined ? [] : [{ value: 'table', name: 'Table' } as const]),
    { value: 'text', name: 'JSON' } as const,
  ]
  if (isPlain) return <ValueTree value={value} name={name} search="" expression={expression} />
  return (
    <div className={styles.view}>
      <div className={styles.tools}>
        <Segmented label={`Look of the ${name}`} choices={looks} value={shown} onChange={(next) => setLook(next)} />
        <SearchField label={`Search in the ${name}`} value={search} onChange={setSearch} placeholder="Search" />
        <CopyButton text={text} what={name} />
        <IconButton icon={Download} label={`Save the ${name} as a file`} isSmall onClick={() => saveFile(text, `${name}.json`)} />
      </div>
      {shown === 'tree' && <ValueTree value={value} name={name} search={search} expression={expression} />}
      {shown === 'table' && columns !== undefined && (
        <ValueTable rows={value as readonly object[]} columns={columns} name={name} search={search} />
      )}
      {shown === 'text' && <Text text={text} name={name} />}
    </div>
  )
}

/** The browser is not asked to lay out more text than somebody reads. */
const longestText = 200_000

function Text({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroller} tabIndex={0} aria-label={name}>
      <pre className={styles.text}>
        {text.length <= longestText ? text : `${text.slice(0, longestText)}\n… save the file to see all ${text.length} characters`}
      </pre>
    </section>
  )
}
