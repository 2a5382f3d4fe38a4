import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { limits } from '../../contract.ts'
import { Icon } from '../parts/icon.tsx'
import { searchPath } from '../paths.ts'

/** A term to look for. */
export function SearchForm({ term = '' }: { term?: string }) {
  const [text, setText] = useState(term)
  const navigate = useNavigate()
  useEffect(() => setText(term), [term])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim()) navigate(searchPath(text.trim()))
  }
  return (
    <search>
      <form className="search-form" onSubmit={submit}>
        <Icon name="search" />
        <input
          type="search"
          aria-label="Search posts"
          placeholder="Search posts"
          value={text}
          maxLength={limits.term}
          enterKeyHint="search"
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  )
}
