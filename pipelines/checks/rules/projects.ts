import { instead } from '../nearest.ts'
import { refuse } from '../problem.ts'
import { resourcesOf } from '../read/follow.ts'
import { buildspecNameOf } from '../read/project.ts'
import { listOf, recordOf } from '../read/walk.ts'
import type { Rule } from './rule.ts'

// Other rules say why the output of a nested stack leads nowhere.
const isNestedOutput = (given: unknown): boolean =>
  listOf(recordOf(given)['Fn::GetAtt']).some((part) => /(^|\.)Outputs\./.test(String(part)))

/** Pipeline actions that run a CodeBuild project which no template makes. */
export const projectUnknown: Rule = ({ pipelines, templates }) =>
  pipelines.flatMap(({ actions }) =>
    actions
      .filter((each) => each.provider === 'CodeBuild' && each.project?.resource.Type !== 'AWS::CodeBuild::Project')
      .filter((each) => !isNestedOutput(each.configuration.ProjectName))
      .map((each) =>
        refuse(each.at('Configuration', 'ProjectName'), [
          `action "${each.name}" runs a project that no template makes`,
          instead(
            '',
            resourcesOf(templates, 'AWS::CodeBuild::Project').map(({ logicalId }) => logicalId),
            'project',
          ),
        ]),
      ),
  )

// A BuildSpec is a path, the ARN of an object, or the buildspec itself.
const isPath = (given: unknown): given is string =>
  typeof given === 'string' && !given.includes('\n') && !/^(arn:|version\s*:|\{)/.test(given) && !given.includes('<')

/** Projects whose buildspec is not among the files. */
export const buildspecMissing: Rule = ({ templates, buildspecs }) =>
  resourcesOf(templates, 'AWS::CodeBuild::Project').flatMap((project) => {
    const { template, logicalId } = project
    const path = buildspecNameOf(project)
    const paths = buildspecs.map((each) => each.path)
    return !isPath(path) || paths.includes(path)
      ? []
      : [
          refuse(template.at('Resources', logicalId, 'Properties', 'Source', 'BuildSpec'), [
            `project "${logicalId}" has buildspec "${path}", which does not exist`,
            instead(path, paths, 'buildspec'),
          ]),
        ]
  })
