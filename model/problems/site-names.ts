import { isLoose, type Loose, list, type Report, show } from './report.ts'

const label = /^(@|[a-z0-9]([a-z0-9-]*[a-z0-9])?)$/
const host = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/
const inVirginia = (service: string) => new RegExp(`^arn:[a-z-]+:${service}:us-east-1:\\d{12}:.+$`)

/** What can be wrong with the names of a site, its certificate and its firewall. */
export const checkSiteNames = (report: Report, site: Loose, environments: readonly unknown[]) => {
  for (const alias of list(site.aliases)) {
    if (!label.test(String(alias)) && !host.test(String(alias)))
      report(
        site,
        'alias-malformed',
        `site ${show(site.name)} has alias ${show(alias)}`,
        'give "@", a label such as "www", or a whole name such as "www.cruddur.com"',
      )
    const whole = String(alias).includes('.')
    const lacking = environments.filter(isLoose).find(({ domain }) => domain === undefined)
    if (!whole && lacking)
      report(
        site,
        'alias-without-domain',
        `site ${show(site.name)} has alias ${show(alias)}, but environment ${show(lacking.name)} has no domain`,
        "give the environment one: domain: 'cruddur.com'",
      )
    if (whole && environments.length > 1)
      report(
        site,
        'alias-shared',
        `site ${show(site.name)} answers to ${show(alias)} in ${environments.length} environments; CloudFront gives a name to one distribution`,
        'give a label, which each environment puts before its own domain: aliases: ["@", "www"]',
      )
  }
  if (site.certificate !== undefined && !inVirginia('acm').test(String(site.certificate)))
    report(
      site,
      'site-certificate-elsewhere',
      `site ${show(site.name)} has certificate ${show(site.certificate)}`,
      'give the ARN of a certificate in us-east-1: CloudFront takes no other',
    )
  if (typeof site.firewall === 'string' && !inVirginia('wafv2').test(site.firewall))
    report(
      site,
      'site-firewall-elsewhere',
      `site ${show(site.name)} has firewall ${show(site.firewall)}`,
      'give the ARN of a web ACL of scope CLOUDFRONT, which is in us-east-1, or true',
    )
}
