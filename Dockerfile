# syntax=docker/dockerfile:1

# --- Build: everything the command needs, in one directory ----------------------------------------------------------------
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY .mvn .mvn
COPY pom.xml ./
COPY modules modules
RUN --mount=type=cache,target=/m2 \
    mvn -q -B -Dmaven.repo.local=/m2 -pl modules/cli -am -Dmaven.test.skip -Dassembly.skipAssembly package

# --- Run ------------------------------------------------------------------------------------------------------------------
FROM eclipse-temurin:25-jre
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 runnel \
    && useradd --uid 10001 --gid runnel --no-create-home --shell /usr/sbin/nologin runnel \
    && install --directory --owner=runnel --group=runnel /data
WORKDIR /opt/runnel
COPY bin/runnel bin/runnel
COPY conf conf
COPY --from=build /src/modules/cli/target/lib lib
# Archives the classes of a start in lib, which halves the time of every later one.
RUN bin/runnel rehearse

USER 10001:10001
# For --local-root. With a bucket nothing is written here.
VOLUME /data
EXPOSE 8080
# With TLS or without.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD curl -fsS -m 2 "http://127.0.0.1:${RUNNEL_LISTEN_PORT:-8080}/health" \
     || curl -fsSk -m 2 "https://127.0.0.1:${RUNNEL_LISTEN_PORT:-8080}/health"
# It ends in an exec, so that the JVM is process 1 and hears SIGTERM.
ENTRYPOINT ["/opt/runnel/bin/runnel"]
CMD ["serve", "--local-root", "/data"]
