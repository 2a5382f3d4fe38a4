import { Component, type ReactNode } from 'react'

/** What is shown when a page breaks, or its code cannot be read: React has no other way than a class. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <main className="broken" role="alert">
        <h1>This page stumbled</h1>
        <p>It may have been renewed while you read it, or the connection was cut. Loading it again helps.</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          Load it again
        </button>
      </main>
    )
  }
}
