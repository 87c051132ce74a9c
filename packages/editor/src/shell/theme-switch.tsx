import { Moon, Sun, SunMoon } from 'lucide-react'
import { useState } from 'react'
import styles from './frame.module.css'
import { chooseTheme, chosenTheme, type Theme } from './theme.ts'

const looks = {
  system: { icon: SunMoon, word: 'System', next: 'light' },
  light: { icon: Sun, word: 'Light', next: 'dark' },
  dark: { icon: Moon, word: 'Dark', next: 'system' },
} as const

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const { icon: Icon, word, next } = looks[theme]
  function choose() {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <button type="button" className={styles.place} onClick={choose} aria-label={`Colours: ${word}. Press for ${looks[next].word}.`}>
      <Icon size={20} strokeWidth={1.75} aria-hidden />
      {word}
    </button>
  )
}
