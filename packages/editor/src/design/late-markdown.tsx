import { lazy, Suspense } from 'react'

const Markdown = lazy(() => import('./markdown.tsx').then(({ Markdown }) => ({ default: Markdown })))

/** Markdown where few have any: nobody waits for what reads it before there is some. */
export function LateMarkdown({ text }: { readonly text: string }) {
  return (
    <Suspense>
      <Markdown text={text} />
    </Suspense>
  )
}
