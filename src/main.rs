use std::process::ExitCode;

fn main() -> ExitCode {
    bilancio::commands::run()
}
