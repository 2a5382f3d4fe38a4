// The two files that tell an ECS deployment which images to run.
// https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html
import { isRecord } from '#cfn/analysis/template.ts'
import type { Finding, Severity } from '#model'
import { placesIn } from '../read/places.ts'
import type { Text } from '../read/text.ts'

const most = 100 * 1024

type Say = (
  keys: readonly (string | number)[],
  words: readonly [says: string, fix: string],
  severity?: Severity,
) => Finding

const sayingOf = (file: Text, code: string): Say => {
  const at = placesIn(file)
  return (keys, [says, fix], severity = 'error') => ({
    code,
    severity,
    at: keys.length > 0 ? at(...keys) : { file: file.path, line: 1, column: 1 },
    says,
    fix,
  })
}

const parsed = (file: Text): { readonly value: unknown } | { readonly message: string } => {
  try {
    return { value: JSON.parse(file.text) }
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) }
  }
}

const image = /^[\w.-]+(:\d+)?(\/[\w./-]+)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/i

const uriProblems = (uri: unknown, keys: readonly (string | number)[], say: Say): readonly Finding[] => {
  if (typeof uri !== 'string' || uri === '')
    return [say(keys, ['the image is no text', 'write registry/repository:tag or registry/repository@sha256:…'])]
  if (!image.test(uri))
    return [say(keys, [`"${uri}" is no image`, 'write registry/repository:tag, without spaces or https://'])]
  return /:latest$/.test(uri) || !/(:[^/]+|@sha256:.+)$/.test(uri)
    ? [say(keys, [`"${uri}" is another image tomorrow`, 'name a tag that never moves, or the digest'], 'warning')]
    : []
}

const definitionProblems = (each: unknown, at: number, say: Say): readonly Finding[] => {
  if (!isRecord(each)) return [say([at], ['an image definition is an object', 'write {"name": "…", "imageUri": "…"}'])]
  const foreign = Object.keys(each).filter((key) => key !== 'name' && key !== 'imageUri')
  const named = typeof each.name === 'string' && /^[\w-]{1,255}$/.test(each.name)
  return [
    ...(named
      ? []
      : [
          say('name' in each ? [at, 'name'] : [at], [
            'name' in each ? `"${String(each.name)}" names no container` : 'the name of the container is missing',
            'add "name": the container of the task definition, letters, digits, - and _',
          ]),
        ]),
    ...('imageUri' in each
      ? uriProblems(each.imageUri, [at, 'imageUri'], say)
      : [say([at], ['"imageUri" is missing', 'add "imageUri": registry/repository:tag'])]),
    ...foreign.map((key) =>
      say([at, key], [`nothing reads "${key}"`, 'leave "name" and "imageUri" alone in the object'], 'warning'),
    ),
  ]
}

/** What is wrong with an `imagedefinitions.json`: the file of the standard ECS deployment. */
export const checkImageDefinitions = (file: Text): readonly Finding[] => {
  const say = sayingOf(file, 'image-definitions-malformed')
  const read = parsed(file)
  if ('message' in read)
    return [say([], [`the file is no JSON: ${read.message}`, 'write [{"name": "…", "imageUri": "…"}]'])]
  if (!Array.isArray(read.value))
    return [say([], ['the file is no list', 'write [{"name": "…", "imageUri": "…"}], also for one container'])]
  const names = read.value.map((each) => (isRecord(each) ? each.name : undefined))
  const twice = names.findIndex((name, at) => name !== undefined && names.indexOf(name) !== at)
  return [
    ...(read.value.length === 0
      ? [say([], ['the list names no container', 'add {"name": "…", "imageUri": "…"}'])]
      : []),
    ...(new TextEncoder().encode(file.text).length > most
      ? [
          say(
            [],
            ['the file has more than 100 KB, and CodePipeline reads no more', 'name only the containers that change'],
          ),
        ]
      : []),
    ...(twice < 0 ? [] : [say([twice], [`container "${names[twice]}" stands here twice`, 'leave one of them'])]),
    ...read.value.flatMap((each, at) => definitionProblems(each, at, say)),
  ]
}

/** What is wrong with an `imageDetail.json`: the file of a deployment through CodeDeploy. */
export const checkImageDetail = (file: Text): readonly Finding[] => {
  const say = sayingOf(file, 'image-detail-malformed')
  const read = parsed(file)
  if ('message' in read) return [say([], [`the file is no JSON: ${read.message}`, 'write {"ImageURI": "…"}'])]
  if (!isRecord(read.value)) return [say([], ['the file is no object', 'write {"ImageURI": "…"}'])]
  if ('ImageURI' in read.value) return uriProblems(read.value.ImageURI, ['ImageURI'], say)
  const near = Object.keys(read.value).find((key) => key.toLowerCase() === 'imageuri')
  return [
    say(near ? [near] : [], [near ? `"${near}" is spelled otherwise` : '"ImageURI" is missing', 'write "ImageURI"']),
  ]
}
