import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { Markdown } from '../design/markdown.tsx'
import type { PaletteEntry } from './palette-entries.ts'
import styles from './type-docs.module.css'

/** What the chosen type does, in a few words and in all. */
export function TypeDocs({ entry: { kind, type, title, summary } }: { readonly entry: PaletteEntry }) {
  const docs = useQuery({
    queryKey: ['node-type', type],
    queryFn: () => call('GET /api/v1/node-types/{type}', { params: { type } }),
    enabled: kind === 'node',
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={styles.docs} aria-label={`About ${title}`} tabIndex={0}>
      <h2>{title}</h2>
      <code>{type}</code>
      <p>{summary}</p>
      {docs.data !== undefined && docs.data.docs !== '' && <Markdown text={docs.data.docs} topLevel={3} />}
    </section>
  )
}
