// What people break between a pipeline, its builds and what they hand on.
import { replace } from '../edited.ts'
import { paths, type Row } from './row.ts'

const { builds, cicd, image, migrate, service } = paths

/** The edits. */
export const pipelines: readonly Row[] = [
  // Artifacts, variables and image definitions.
  [
    'the image artifact is renamed where it is made',
    'pipeline-artifact-unmade',
    replace(
      cicd,
      'OutputArtifacts:\n                - Name: ApiImage',
      'OutputArtifacts:\n                - Name: Image',
    ),
  ],
  [
    'the source artifact is renamed where it is taken',
    'pipeline-artifact-unmade',
    replace(
      cicd,
      'InputArtifacts:\n                - Name: Source',
      'InputArtifacts:\n                - Name: Sources',
    ),
  ],
  [
    'a variable of the source is misspelt',
    'pipeline-variable-unknown',
    replace(cicd, '#{Source.CommitId}', '#{Source.CommitID}'),
  ],
  [
    'a namespace is misspelt',
    'pipeline-variable-unknown',
    replace(cicd, '#{ApiImage.IMAGE_URI}', '#{Image.IMAGE_URI}'),
  ],
  [
    'an exported variable is renamed in the buildspec',
    'pipeline-variable-unknown',
    replace(image, '- IMAGE_URI', '- IMAGE'),
  ],
  [
    'the namespace of the build is renamed',
    'pipeline-variable-unknown',
    replace(cicd, 'Namespace: ApiImage', 'Namespace: BuildApi'),
  ],
  [
    'the release is not handed to the build',
    'variable-unset',
    replace(cicd, 'name\\":\\"RELEASE', 'name\\":\\"COMMIT'),
  ],
  [
    'the registry is not handed to the build',
    'variable-unset',
    replace(builds, 'Name: REPOSITORY_URI', 'Name: REPOSITORY'),
  ],
  ['the database host is not handed to the migration', 'variable-unset', replace(builds, 'Name: PGHOST', 'Name: HOST')],
  ['the migration reads another variable', 'variable-unset', replace(migrate, '"$IMAGE_URI" sh', '"$IMAGE" sh')],
  [
    'a command of the pipeline reads another variable',
    'variable-unset',
    replace(cicd, '"$IMAGE_PARAMETER"', '"$PARAMETER"'),
  ],
  [
    'the image file is written under another name',
    'image-file-unmade',
    replace(image, '- api.imagedefinitions.json', '- imagedefinitions.json'),
  ],
  [
    'the pipeline reads another image file',
    'image-file-unmade',
    replace(cicd, 'FileName: api.imagedefinitions.json', 'FileName: imagedefinitions.json'),
  ],
  ['the image file names another container', 'image-container-unknown', replace(image, "\\n' api ", "\\n' web ")],
  [
    'the container is renamed in the task',
    'image-container-unknown',
    replace(service, '- Name: api\n          Image', '- Name: app\n          Image'),
  ],
  [
    'the pipeline deploys another service',
    'service-unknown',
    replace(cicd, /ServiceName:\n\s+Fn::ImportValue: cruddur-production-service-api-serviceName/, 'ServiceName: api'),
  ],
  // Projects and buildspecs.
  [
    'a project has another buildspec',
    'buildspec-missing',
    replace(builds, 'BuildSpec: buildspecs/out/api-image.yml', 'BuildSpec: buildspecs/api-image.yml'),
  ],
  [
    'the pipeline runs another project',
    'project-unknown',
    replace(cicd, /ProjectName:\n\s+Fn::GetAtt:\n.*\n.*\n/, 'ProjectName: api-test\n'),
  ],
  [
    'the image is pushed after a failure',
    'post-build-unguarded',
    replace(image, '- test "$CODEBUILD_BUILD_SUCCEEDING" = 1\n', '- echo done\n'),
  ],
  ['the image is for another processor', 'architecture-differs', replace(image, 'linux/amd64', 'linux/arm64')],
  ['a phase is misspelt', 'phase-unknown', replace(image, '  build:\n', '  biuld:\n')],
  ['a command has a colon', 'command-mapping', replace(migrate, '- aws ecr', '- login: aws ecr')],
]
