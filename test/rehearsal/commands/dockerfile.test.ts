import { describe, expect, it } from 'vitest'
import { ignoring } from '../../../rehearsal/commands/docker/build-context.ts'
import { instructionsOf, readDockerfile } from '../../../rehearsal/commands/docker/dockerfile.ts'
import { expand, words } from '../../../rehearsal/commands/docker/expand.ts'
import { commandInRootfs } from '../../../rehearsal/ecr/oci/image-process.ts'

describe('a Dockerfile', () => {
  it('joins continued lines over comments and keeps the line where an instruction began', () => {
    const text =
      '# syntax=docker/dockerfile:1\n\nFROM node:22 AS Build\nRUN a && \\\n  # why\n  b\nCOPY --from=build --chown=node /a /b\n'
    expect(
      instructionsOf(text).map(({ line, name, text: rest, flags }) => [
        line,
        name,
        rest.replace(/\s+/g, ' '),
        flags.map((one) => one.name),
      ]),
    ).toEqual([
      [3, 'FROM', 'node:22 AS Build', []],
      [4, 'RUN', 'a && b', []],
      [7, 'COPY', '/a /b', ['from', 'chown']],
    ])
    expect(readDockerfile(text).stages[0]?.name).toBe('build')
  })

  it('reads here-documents', () => {
    const [, run, copy] = instructionsOf('FROM x\nRUN <<EOF\none\ntwo\nEOF\nCOPY <<-A /a\n\tx\n\tA\n')
    expect([run?.documents, copy?.documents]).toEqual([
      [{ name: 'EOF', body: 'one\ntwo\n' }],
      [{ name: 'A', body: 'x\n' }],
    ])
  })

  it.each([
    ['', 'there is no FROM'],
    ['RUN x', 'Dockerfile:1: RUN before the first FROM'],
    ['FROM a b c', 'Dockerfile:1: FROM takes'],
  ])('%j is refused', (text, message) => {
    expect(() => readDockerfile(text)).toThrow(message)
  })
})

describe('variables in a Dockerfile', () => {
  it.each([
    ['$A-${B}', '1-2'],
    ['${C:-x$A}', 'x1'],
    ['${E:-empty}', 'empty'],
    ['${E-empty}', ''],
    ['${A:+set}', 'set'],
    ['${C:+set}', ''],
    ['\\$A', '$A'],
  ])('%s is %s', (text, expected) => {
    expect(expand(text, { A: '1', B: '2', E: '' })).toBe(expected)
  })
  it('are words with their quotes removed', () => {
    expect(words(`A="x y" B=z\\ w 'C d'`)).toEqual(['A=x y', 'B=z w', 'C d'])
  })
})

describe('.dockerignore', () => {
  const { ignores } = ignoring('# no\nnode_modules\n**/*.log\n!important.log\n/dist/\nsrc/*/tmp\n')
  it.each([
    ['node_modules', true],
    ['node_modules/a/b.js', true],
    ['packages/node_modules/a', false],
    ['a/b/x.log', true],
    ['important.log', false],
    ['dist/index.js', true],
    ['src/a/tmp/x', true],
    ['src/tmp', false],
  ])('%s: %s', (path, expected) => {
    expect(ignores(path)).toBe(expected)
  })
})

describe('a shell command of an image', () => {
  const rows: [string, string][] = [
    ['cp src/*.js /app/dist/', 'cp src/*.js /R/app/dist/'],
    ['echo a > /dev/null', 'echo a > /dev/null'],
    ['/bin/sh -c "ls /app"', '/bin/sh -c "ls /R/app"'],
    ['rm -rf /bin/sh /usr/bin/env', 'rm -rf /R/bin/sh /R/usr/bin/env'],
    ['true && /bin/ls', 'true && /bin/ls'],
    ["curl https://example.com/a '/b'", "curl https://example.com/a '/R/b'"],
    ['cp "$SRC"/a b', 'cp "$SRC"/a b'],
    ['rm -rf $APP "${APP}/x" x=$APP', 'rm -rf /R/opt/app "/R/opt/app/x" x=$APP'],
    ['node --import=/app/x.js', 'node --import=/R/app/x.js'],
  ]
  it.each(rows)('%s', (text, expected) => {
    expect(commandInRootfs('/R', text, { APP: '/opt/app' })).toBe(expected)
  })
})
