// Every finding of an outside tool that stays, each with the reason. A reason that no finding needs fails its gate.
// checkov's policies: https://www.checkov.io/5.Policy%20Index/cloudformation.html; zizmor's: https://docs.zizmor.sh/audits/

const checkov = (rule, where, why) => ({ tool: 'checkov', rule, where, why })

/** Tool, rule, where (all places unless told), and why it stays. */
export const reasons = [
  checkov(
    'CKV_AWS_2',
    /Listener/,
    'without a domain there is no certificate to serve HTTPS with; with one there is HTTPS',
  ),
  checkov('CKV_AWS_103', /Listener/, 'an HTTP listener has no TLS version; see CKV_AWS_2'),
  checkov(
    'CKV_AWS_260',
    /LoadBalancerSecurityGroup/,
    'a public load balancer answers on port 80, be it with a redirect',
  ),
  checkov(
    'CKV_AWS_91',
    /LoadBalancer/,
    'request logs are the service’s own, in CloudWatch Logs; these would hold them twice',
  ),
  checkov(
    'CKV_AWS_111',
    /MigrateRole/,
    'a build in a VPC makes its network interface; EC2 has no resource level for that (CodeBuild user guide, "Use a VPC with CodeBuild")',
  ),
  checkov(
    'CKV_AWS_118',
    /DBInstance/,
    'enhanced monitoring is paid per instance; Database Insights (a week of load by statement) and alarms are there',
  ),
  checkov('CKV_AWS_157', /DBInstance/, 'several zones are a choice with a price: multiAz: true'),
  checkov('CKV_AWS_161', /DBInstance/, 'the managed master secret is rotated by RDS; IAM authentication is a choice'),
  checkov('CKV_AWS_119', /Table/, 'encrypted with the key that AWS owns; a key of one’s own is paid per call'),
  checkov('CKV_AWS_136', /Repository/, 'encrypted with AES-256 by ECR; images hold no secrets'),
  checkov('CKV_AWS_149', /Secret/, 'encrypted with aws/secretsmanager; only this account reads it'),
  checkov('CKV_AWS_158', /LogGroup/, 'encrypted by CloudWatch Logs with a key that it owns'),
  checkov('CKV_AWS_18', /Bucket/, 'objects are reached by roles alone, or through CloudFront, whose logs are a choice'),
  checkov(
    'CKV_AWS_174',
    /Distribution/,
    'CloudFront’s own certificate sets the version; with a domain it is TLSv1.2_2021',
  ),
  checkov('CKV_AWS_68', /Distribution/, 'a web ACL is a choice with a monthly price'),
  checkov('CKV_AWS_86', /Distribution/, 'access logs are a choice'),
  checkov(
    'CKV2_AWS_71',
    /Certificate/,
    'one certificate for a domain and the names below it, which the environment may take later',
  ),
  checkov(
    'CKV_AWS_26',
    /Topic/,
    'CloudWatch cannot publish to a topic under aws/sns; messages hold metrics, no data of people',
  ),
  checkov(
    'CKV_AWS_27',
    /Queue/,
    'queues are encrypted with SSE-SQS unless told otherwise (Amazon SQS, "Encryption at rest")',
  ),
  checkov('CKV_AWS_51', /Repository/, 'release tags are immutable; the one tag of the build cache is the exclusion'),
  checkov(
    'CKV_AWS_111',
    /function-.*Role/,
    'a function in a VPC makes its network interface; EC2 has no resource level for that',
  ),
  checkov(
    'CKV_AWS_115',
    /Function/,
    'reserved concurrency is taken from the account’s; a choice of the account’s owner',
  ),
  checkov(
    'CKV_AWS_116',
    /Function/,
    'failed events go to the OnFailure destination of their source; requests tell their caller',
  ),
  checkov('CKV_AWS_117', /Function/, 'only a function that connects to a database needs the VPC'),
  checkov('CKV_AWS_162', /DBCluster/, 'the managed master secret is rotated by RDS; IAM authentication is a choice'),
  checkov(
    'CKV_AWS_173',
    /Function/,
    'variables are names and addresses, encrypted with the key that Lambda owns; secrets are read',
  ),
  {
    tool: 'launchway check',
    rule: 'template-too-large',
    where: /cicd-builds\.yaml/,
    why: 'nested: it is uploaded, and may have 1 MB then; a file by itself does not tell how it is sent',
  },
  {
    tool: 'zizmor',
    rule: 'self-repository',
    why: '"./" works on every runner and on GitHub Enterprise Server; the checkout is of this very repository and commit',
  },
]
