import { Notice } from '../parts/notice.tsx'
import type { Form } from './use-form.ts'

/** What went wrong with a form, and the button that sends it. */
export function Submit({ form, label, busy }: { form: Form; label: string; busy: string }) {
  return (
    <>
      {form.refusal && <Notice>{form.refusal.message}</Notice>}
      <button type="submit" className="button primary large full" disabled={form.busy}>
        {form.busy ? busy : label}
      </button>
    </>
  )
}
