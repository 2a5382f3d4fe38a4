import { error, valueIn, warning } from './given.ts'
import { keysOf, mapOf, text, textOrTexts, texts, word } from './shapes.ts'

const mostFallbacks = 5

/** What later builds take over. AWS CodeBuild User Guide, "Build specification reference", cache. */
export const cache = mapOf((map, entry) => {
  const fallbacks = valueIn(map, 'fallback-keys')
  const many = fallbacks?.is === 'list' ? fallbacks.items.length : 0
  return [
    ...keysOf(map, { key: text, 'fallback-keys': textOrTexts, action: word('restore', 'save'), paths: texts }),
    ...(many > mostFallbacks && fallbacks
      ? error('cache-fallback-keys', fallbacks.at, [
          `"fallback-keys" has ${many} keys`,
          `leave at most ${mostFallbacks}`,
        ])
      : []),
    ...(fallbacks && !valueIn(map, 'key')
      ? warning('cache-fallback-keys', fallbacks.at, ['"fallback-keys" is ignored without "key"', 'add "key"'])
      : []),
    ...(valueIn(map, 'paths')
      ? []
      : warning('cache-without-paths', entry.at, ['"cache" has no paths', 'add "paths" with what is worth keeping'])),
  ]
})
