import { resource } from '../template/resource.ts'

// A path whose last part has no dot is a page of the application, so it gets the application; everything else is a
// file, and a file that is missing stays missing: HTML under the name of a script is worse than an error.
const code = `function handler(event) {
  var request = event.request
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1)
  if (last.indexOf('.') === -1) request.uri = '/index.html'
  return request
}
`

/** Serves the application for every path that is no file. */
export const siteRouting = (name: string) =>
  resource('Routing', 'AWS::CloudFront::Function', {
    Name: name,
    AutoPublish: true,
    FunctionCode: code,
    FunctionConfig: {
      Comment: 'Paths without an extension are pages of the application',
      Runtime: 'cloudfront-js-2.0',
    },
  })
