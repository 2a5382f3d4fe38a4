// Why an action stands on `*`: AWS defines no resource for it, or the resource has no name when it is called.
// AWS Service Authorization Reference, the page of each service: an empty cell under "Resource types".
const noResource = 'AWS defines no resource for it'
const describes = 'describing has no resource level'
const drift = 'drift is read wherever the resource now is; most of these have no resource level, none reads content'

/** For each action that a role may do on `*`, the reason; an action ends in `*` for a family. */
const starReasons: Readonly<Record<string, string>> = {
  'cloudformation:BatchDescribeTypeConfigurations': noResource,
  'cloudformation:DescribeStackDriftDetectionStatus': `${noResource}: the id of a detection belongs to no stack`,
  'cloudformation:ListExports': noResource,
  'cloudformation:ListStacks': noResource,
  'cloudformation:ValidateTemplate': `${noResource}: the template belongs to no stack yet`,
  'cloudwatch:DescribeAlarms': describes,
  'ec2:AssignPrivateIpAddresses': 'Lambda gives addresses to interfaces whose ids nobody knows before',
  'ec2:CreateNetworkInterface': 'CodeBuild and Lambda make interfaces whose ids do not exist yet',
  'ec2:DeleteNetworkInterface': 'the interfaces that CodeBuild and Lambda made have ids nobody knows before',
  'ec2:UnassignPrivateIpAddresses': 'Lambda takes addresses from interfaces whose ids nobody knows before',
  'ec2:Describe*': describes,
  'ecr:GetAuthorizationToken': `${noResource}: it opens the registry, each repository decides by itself`,
  'ecs:DescribeTaskDefinition': describes,
  'ecs:RegisterTaskDefinition':
    'a revision has no ARN before it is registered; the roles that may be passed bound what it can do',
  'elasticloadbalancing:Describe*': describes,
  'ssmmessages:*': `${noResource}: a session of ECS Exec has no ARN`,
  'xray:GetSampling*': noResource,
  'xray:Put*': noResource,
}

/** Why drift detection reads on `*`. */
export const driftReason = drift

/** The reason for an action on `*`; undefined when there is none, and then it must not stand there. */
export const starReasonOf = (action: string): string | undefined =>
  Object.entries(starReasons).find(([pattern]) =>
    pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
  )?.[1]
