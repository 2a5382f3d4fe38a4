import { useEffect, useRef, useState } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/** Another page is at its top and has the focus, and its title is said: what a browser does when it loads one. */
export function Announcer() {
  const { pathname } = useLocation()
  const kind = useNavigationType()
  const first = useRef(true)
  const [title, setTitle] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it waits for
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    if (kind !== 'POP') scrollTo(0, 0)
    document.getElementById('content')?.focus({ preventScroll: true })
    const observer = new MutationObserver(() => setTitle(document.title))
    const shown = document.querySelector('title')
    if (shown) observer.observe(shown, { childList: true, characterData: true, subtree: true })
    setTitle(document.title)
    return () => observer.disconnect()
  }, [pathname])
  return (
    <p className="unseen" aria-live="polite">
      {title}
    </p>
  )
}
