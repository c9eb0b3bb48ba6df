# For tests/run: the programs of others that look at documents, credentials and the page of the public check.
# Tests that miss one of them say so and pass; here they are said by name before, and installed if wished.
# shellcheck shell=bash disable=SC2154

# Debian package of each program.
declare -A verifier_packages=(
    [qpdf]=qpdf [pdffonts]=poppler-utils [chromium]=chromium [node]=nodejs [npm]=npm
)

verifiers_folder() { realpath -m "${CARGO_TARGET_DIR:-target}/verifiers"; }

# Names the folder's programs to the tests, unless somebody named others.
name_verifiers() {
    local folder
    folder=$(verifiers_folder)
    if [[ -x $folder/venv/bin/pyshacl ]]; then
        export BILANCIO_CHECK_PYTHON="${BILANCIO_CHECK_PYTHON:-$folder/venv/bin/python}"
        export BILANCIO_ELM_CHECKER="${BILANCIO_ELM_CHECKER:-$folder/venv/bin/pyshacl}"
    fi
    if [[ -d $folder/node_modules/jose ]]; then
        export BILANCIO_CHECK_NODE_MODULES="${BILANCIO_CHECK_NODE_MODULES:-$folder/node_modules}"
        export BILANCIO_OIDC_PROVIDER_DIR="${BILANCIO_OIDC_PROVIDER_DIR:-$folder}"
    fi
}

# Sets `absent` to what tests would be skipped for.
look_for_verifiers() {
    local program
    absent=() verifiers_to_install=()
    for program in "${!verifier_packages[@]}"; do
        command -v "$program" >/dev/null || {
            absent+=("$program: Debian package ${verifier_packages[$program]}")
            verifiers_to_install+=("${verifier_packages[$program]}")
        }
    done
    name_verifiers
    [[ ${BILANCIO_CHECK_PYTHON:-} ]] ||
        absent+=('a Python with tests/verifiers/requirements.txt (BILANCIO_CHECK_PYTHON)')
    [[ ${BILANCIO_CHECK_NODE_MODULES:-} ]] ||
        absent+=('the node_modules of tests/verifiers/package.json (BILANCIO_CHECK_NODE_MODULES)')
}

install_python_verifiers() {
    local venv=$1/venv
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet -r tests/verifiers/requirements.txt
}

install_node_verifiers() {
    mkdir -p "$1" && cp tests/verifiers/package.json tests/verifiers/package-lock.json "$1/" &&
        npm --prefix "$1" ci --ignore-scripts --silent
}

# Whatever cannot be had is done without: the tests that need it are skipped.
install_verifiers() {
    local folder
    folder=$(verifiers_folder)
    python3 -c 'import venv, ensurepip' 2>/dev/null || verifiers_to_install+=(python3-venv)
    if ((${#verifiers_to_install[@]})); then
        (packages=("${verifiers_to_install[@]}") components=() && install_missing) || true
    fi
    [[ ${BILANCIO_CHECK_PYTHON:-} ]] || install_python_verifiers "$folder" || rm -rf "$folder/venv"
    [[ ${BILANCIO_CHECK_NODE_MODULES:-} ]] || install_node_verifiers "$folder" || rm -rf "$folder/node_modules"
}

# Says what is absent, after installing what can be had if that is wished.
find_verifiers() {
    look_for_verifiers
    ((${#absent[@]})) || return 0
    if [[ $install ]]; then
        heading 'Installing the programs that look at documents and credentials'
        install_verifiers
        look_for_verifiers
        ((${#absent[@]})) || return 0
    fi
    heading 'Not on this machine: tests that need these say so and are skipped'
    printf '  %s\n' "${absent[@]}"
    [[ $install ]] || printf '  ./tests/run --install installs them.\n'
}
