import { type Delivery, type File, filePath, generatedHeader, type Image, nginxServing } from '#model'
import { pagePolicy } from '#model/page-policy.ts'

type Pages = NonNullable<Image['pages']>

/** The Dockerfiles of images that serve pages by nginx, each once. */
export const nginxFiles = (d: Delivery): readonly File[] => {
  const images = d.services.flatMap(({ image }) => (image.pages ? [{ image, pages: image.pages }] : []))
  const files = images.map(({ image, pages }) => ({
    path: filePath(...(image.context === '.' ? [] : [image.context]), image.dockerfile),
    text: dockerfile(pages),
    from: 'launchway.config.ts',
  }))
  return files.filter((file, at) => files.findIndex((other) => other.path === file.path) === at)
}

// From Amazon's public registry, which asks for no login and limits no build. The server runs as nobody in particular.
const dockerfile = ({
  install,
  build,
  output,
  inlineStyles,
}: Pages): string => `${generatedHeader('launchway.config.ts')}
FROM public.ecr.aws/docker/library/node:22-bookworm-slim AS build
WORKDIR /site
COPY . .
RUN ${install}
RUN ${build}

FROM public.ecr.aws/nginx/nginx-unprivileged:stable-alpine
ARG RELEASE=unknown
LABEL org.opencontainers.image.revision=$RELEASE
COPY --from=build /site/${output} /usr/share/nginx/html
COPY <<'CONF' /etc/nginx/conf.d/default.conf
${configuration(inlineStyles)}CONF
USER 101
EXPOSE ${nginxServing.port}
HEALTHCHECK --interval=10s --timeout=3s --retries=3 CMD wget -q -O /dev/null http://127.0.0.1:${nginxServing.port}${nginxServing.health}
`

// A path whose last part has no dot is a page of the application, so it gets the application; everything else is a
// file, and a file that is missing stays missing. Built files carry their hash in their name and never change.
const configuration = (inlineStyles: boolean): string => `map $uri $caching {
  default no-cache;
  ~^/assets/ "public, max-age=31536000, immutable";
}
server {
  listen ${nginxServing.port};
  server_tokens off;
  root /usr/share/nginx/html;
  gzip on;
  gzip_types application/javascript application/json image/svg+xml text/css;
  add_header Cache-Control $caching;
  add_header Content-Security-Policy "${pagePolicy({ inlineStyles })
    .map((each) => each.join(' '))
    .join('; ')}" always;
  add_header Referrer-Policy strict-origin-when-cross-origin always;
  add_header Strict-Transport-Security max-age=31536000 always;
  add_header X-Content-Type-Options nosniff always;
  add_header X-Frame-Options DENY always;
  location = ${nginxServing.health} {
    access_log off;
    default_type text/plain;
    return 200 "ok";
  }
  location ~ \\.[^/]*$ {
    try_files $uri =404;
  }
  location / {
    try_files /index.html =404;
  }
}
`
