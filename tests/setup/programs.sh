# For tests/run: the programs the tests need, said by name where missing, installed if wished.
# shellcheck shell=bash disable=SC2154

oldest_postgres=15
packages=() # Debian packages to install
components=() # rustup components to install
missing=() # one line for each missing thing

lacks() { missing+=("$1"); }

toolchain() { sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml; }

compiles_c() { printf '#include <stdlib.h>\nint main(void) { return 0; }\n' | cc -x c - -o /dev/null; }

# Sets `postgres_programs` to the folder of the newest PostgreSQL server that is new enough.
find_postgres() {
    local folder version newest=0 program
    postgres_programs=
    # The folder behind a link: initdb and its companions look for each other beside themselves.
    program=$(readlink -f "$(command -v initdb || echo /)")
    for folder in "${program%/*}" /usr/lib/postgresql/*/bin; do
        for program in initdb pg_ctl postgres psql; do
            [[ -x $folder/$program ]] || continue 2
        done
        version=$("$folder/postgres" --version | grep -oE '[0-9]+' | head -n 1)
        if ((version >= oldest_postgres && version > newest)); then
            newest=$version postgres_programs=$folder
        fi
    done
    [[ $postgres_programs ]]
}

look_for_rust() {
    if ! command -v cargo >/dev/null; then
        fail 'cargo is missing: install Rust with rustup, then run this again.'
    fi
    if ! cargo --version >/dev/null 2>&1; then
        components+=(toolchain)
        lacks "the Rust toolchain of rust-toolchain.toml: rustup toolchain install $(toolchain)"
        return
    fi
    [[ $part == all || $part == lint ]] || return 0
    local tool component package
    for tool in fmt:rustfmt:rustfmt clippy:clippy:rust-clippy; do
        IFS=: read -r tool component package <<<"$tool"
        ! cargo "$tool" --version >/dev/null 2>&1 || continue
        if command -v rustup >/dev/null; then
            components+=("$component")
            lacks "cargo $tool: rustup component add $component"
        else
            packages+=("$package")
            lacks "cargo $tool: Debian package $package"
        fi
    done
}

look_for_programs() {
    packages=() components=() missing=()
    if [[ $part != with-postgres ]]; then
        look_for_rust
        if ! compiles_c 2>/dev/null; then
            packages+=(gcc libc6-dev)
            lacks 'a C compiler with the C library headers (cc): Debian packages gcc libc6-dev'
        fi
        if ! command -v make >/dev/null; then
            packages+=(make)
            lacks 'make: Debian package make'
        fi
        # OpenSSL's Configure needs these modules, which Debian's perl-base lacks.
        if ! perl -MFindBin -MIPC::Cmd -MFile::Compare -e 1 2>/dev/null; then
            packages+=(perl)
            lacks 'perl with its standard modules: Debian package perl'
        fi
    fi
    if [[ $part == all || $part == *postgres ]] && ! find_postgres; then
        packages+=(postgresql)
        lacks "PostgreSQL $oldest_postgres or later with its server programs (initdb, pg_ctl, postgres, psql), in PATH or /usr/lib/postgresql: Debian package postgresql"
    fi
}

install_missing() {
    local as_root=()
    if ((${#packages[@]})); then
        command -v apt-get >/dev/null ||
            fail 'there is no apt-get here: install the programs above with the means of your system.'
        if ((EUID != 0)); then
            command -v sudo >/dev/null || fail 'installing Debian packages needs root or sudo.'
            as_root=(sudo)
        fi
        "${as_root[@]}" apt-get -qq update
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install -y --no-install-recommends "${packages[@]}"
    fi
    if [[ ${components[*]} == toolchain ]]; then
        rustup toolchain install "$(toolchain)" --profile minimal -c rustfmt -c clippy
    elif ((${#components[@]})); then
        rustup component add "${components[@]}"
    fi
}

require_programs() {
    look_for_programs
    ((${#missing[@]})) || return 0
    heading 'Missing on this machine'
    printf '  %s\n' "${missing[@]}"
    [[ $install ]] || fail 'install these, or let it be done by: ./tests/run --install'
    heading 'Installing'
    install_missing
    look_for_programs
    ((${#missing[@]} == 0)) || fail "still missing after the installation: ${missing[*]}"
}
