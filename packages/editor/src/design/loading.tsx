import { LoaderCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import styles from './loading.module.css'

/** A sign that something is on its way, once it has taken long enough for somebody to wonder. */
export function Loading({ what }: { readonly what: string }) {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), 200)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className={styles.loading} role="status" data-shown={isSlow}>
      <LoaderCircle className={styles.wheel} size={16} aria-hidden />
      Loading {what} …
    </p>
  )
}
