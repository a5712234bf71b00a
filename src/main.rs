//! Baton: the bot that passes the baton between departments.

fn main() -> std::process::ExitCode {
    baton::cli::main()
}
