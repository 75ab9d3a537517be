# The example application and its runner, from a clone: `docker build -t zenpulse-example .`
# The first stage packs the package as it is published; the second is what an application of your own looks like.
FROM node:22-slim AS package
WORKDIR /clone
COPY . .
ENV CI=true
RUN npx -y pnpm@10.34.8 install --frozen-lockfile
RUN npx -y pnpm@10.34.8 --filter zenpulse pack --pack-destination /packed --config.pnpmfile=scripts/pack-hooks.cjs

FROM node:22-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=package /packed /packed
# The versions of the drivers are those of pnpm-workspace.yaml.
RUN printf '{"private":true,"type":"module"}' > package.json \
  && npm install --save-exact --no-audit --no-fund /packed/zenpulse-*.tgz express@^5.3.0 pg@^8.23.1 \
  && npm cache clean --force
COPY apps/example/src ./src
# Journals: a volume of each runner's own.
RUN mkdir /state && chown node:node /state
ENV ZENPULSE_STATE_DIR=/state
USER node
EXPOSE 3000 9090
# Start it with an init (`docker run --init`, `init: true` in compose): Node as process 1 does not collect child processes
# that jobs leave behind.
CMD ["node", "node_modules/zenpulse/bin/zenpulse-runner.mjs", "--lock", "--http", "0.0.0.0:9090"]
