import { useEffect } from 'react'
import { useClient } from '../data/client.ts'
import { useStore } from '../data/store.ts'
import type { Toast } from '../data/toasts.ts'
import { Icon } from '../parts/icon.tsx'

/** The words that were said lately, at the edge of the page. */
export function ToastList() {
  const { toasts } = useClient()
  const shown = useStore(toasts.store, (value) => value)
  return (
    <div className="toasts" role="status" aria-label="Messages of the app">
      {shown.map((toast) => (
        <ToastItem key={toast.id} toast={toast} end={() => toasts.end(toast.id)} />
      ))}
    </div>
  )
}

function ToastItem({ toast, end }: { toast: Toast; end: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a toast ends once, whatever is drawn meanwhile
  useEffect(() => {
    const timer = setTimeout(end, 6_000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="toast">
      <span>{toast.text}</span>
      <button type="button" className="toast-close" aria-label="Dismiss" onClick={end}>
        <Icon name="close" />
      </button>
    </div>
  )
}
