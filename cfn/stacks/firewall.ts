import { type Resource, resource } from '../template/resource.ts'

// AWS's own rules, in the order they are tried. AWS WAF Developer Guide, "AWS Managed Rules rule groups list".
const managed = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
]

const visible = (MetricName: string) => ({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName })

/** A web ACL for CloudFront: AWS's common rules, and at most so many requests of one address in five minutes. */
export const firewall = (name: string): Resource<'AWS::WAFv2::WebACL'> =>
  resource('WebAcl', 'AWS::WAFv2::WebACL', {
    Name: name,
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: visible(name),
    Rules: [
      {
        Name: 'RequestsPerAddress',
        Priority: 0,
        Action: { Block: {} },
        Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000, EvaluationWindowSec: 300 } },
        VisibilityConfig: visible('RequestsPerAddress'),
      },
      ...managed.map((Name, at) => ({
        Name,
        Priority: at + 1,
        OverrideAction: { None: {} },
        Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } },
        VisibilityConfig: visible(Name),
      })),
    ],
  })
