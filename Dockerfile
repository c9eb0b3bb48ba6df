# Two stages: the first builds the one binary, the second holds little else.
# The full Rust image, not the slim one: OpenSSL and SQLite are built in and need gcc, make and perl.
ARG RUST_IMAGE=rust:1.95.0-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${RUST_IMAGE} AS build
WORKDIR /build
# The dependencies first, around an empty crate: their layer lasts until Cargo.lock changes.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src \
    && touch src/lib.rs \
    && echo 'fn main() {}' > src/main.rs \
    && cargo build --release --locked
COPY . .
# Copied files keep their times, which may be older than the empty crate's.
RUN touch src/lib.rs src/main.rs \
    && cargo build --release --locked

FROM ${RUNTIME_IMAGE}
RUN groupadd --gid 10001 bilancio \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data \
        --shell /usr/sbin/nologin bilancio \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /build/target/release/bilancio /usr/local/bin/bilancio
COPY LICENSE /usr/local/share/doc/bilancio/LICENSE

# The root may be read-only: everything that is written is in /data, SQLite's own scratch files too.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    SQLITE_TMPDIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["/usr/local/bin/bilancio", "health", "--url", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["/usr/local/bin/bilancio"]
CMD ["serve", "--database", "/data/bilancio.db", "--listen", "0.0.0.0:8080"]
