/** A piece of an Fn::Sub text: plain text, or the name between `${` and `}`. */
export type SubPiece = { readonly text: string } | { readonly name: string }

const placeholder = /\$\{(!?)([^}]*)\}/g

/** The pieces of an Fn::Sub text, in order. `${!Literal}` is the text `${Literal}`. */
export const subPiecesOf = (text: string): readonly SubPiece[] => {
  const pieces: SubPiece[] = []
  let from = 0
  for (const match of text.matchAll(placeholder)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push(match[1] ? { text: `\${${match[2]}}` } : { name: (match[2] ?? '').trim() })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}
