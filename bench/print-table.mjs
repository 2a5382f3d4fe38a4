/** Rows under their headings: the first column to the left, figures to the right. */
export const table = (headings, rows) => {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at].length)))
  const line = (row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')
  return [headings, widths.map((width) => '─'.repeat(width)), ...rows].map(line).join('\n')
}
