import { expect, it } from 'vitest'
import { readBuildspec } from '#pipelines/checks/read/buildspec.ts'
import { definitionsIn } from '#pipelines/checks/read/image-definitions.ts'

const names = (command: string) => {
  const text = `version: 0.2\nphases:\n  build:\n    commands:\n      - |-\n        ${command}\n`
  return definitionsIn(readBuildspec({ path: 'buildspec.yml', text }), 'imagedefinitions.json').map((each) => each.text)
}

it.each<readonly [command: string, containers: readonly string[]]>([
  [`printf '[{"name":"web","imageUri":"%s"}]' $URI > imagedefinitions.json`, ['web']],
  [`printf '[{"name":"%s","imageUri":"%s"}]\\n' web "$URI" > imagedefinitions.json`, ['web']],
  [`echo "[{\\"name\\":\\"web\\",\\"imageUri\\":\\"$URI\\"}]" > imagedefinitions.json`, ['web']],
  [`echo [{\\"name\\":\\"web\\",\\"imageUri\\":\\"$URI\\"}] > imagedefinitions.json`, ['web']],
  [`echo '[{"name": "web"},{"name": "side"}]' > imagedefinitions.json`, ['web', 'side']],
  [`printf '[{"name":"%s"}]' "$NAME" > imagedefinitions.json`, []],
  [`echo '[{"name":"web"}]' > other.json`, []],
])('reads the containers of %s', (command, containers) => {
  expect(names(command)).toEqual(containers)
})
