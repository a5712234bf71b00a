//! The real program at a terminal: prompt, completion, log lines above it, and its end when the terminal is gone.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use tempfile::TempDir;

/// Nothing that is waited for here takes as long, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a program asks to hear where the cursor is.
const WHERE: &[u8] = b"\x1b[6n";

/// The program at a terminal of its own.
struct Terminal {
    master: File,
    screen: vt100::Parser,
    child: Program,
    _data: TempDir,
}

/// It does not outlive its test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // Mostly it has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Terminal {
    fn open() -> Terminal {
        const ROWS: u16 = 40;
        const COLUMNS: u16 = 110;
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC);
        let master = master.expect("a terminal");
        grantpt(&master).expect("it is ours");
        unlockpt(&master).expect("it is open");
        let size = Winsize { ws_row: ROWS, ws_col: COLUMNS, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).expect("it has a size");
        let name = ptsname(&master, Vec::new()).expect("it has a name");
        let name = Path::new(OsStr::from_bytes(name.as_bytes()));
        let slave = OpenOptions::new().read(true).write(true).open(name).expect("its other end");
        let data = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("BATON_CONFIG");
        command.arg("--data").arg(data.path()).args(["--organisation", "config/demo"]);
        command.env("TERM", "xterm");
        let end = || slave.try_clone().expect("a handle");
        command.stdin(end()).stdout(end()).stderr(end());
        let child = Program(command.spawn().expect("the program starts"));
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Terminal { master: File::from(master), screen, child, _data: data }
    }

    fn types(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).expect("it takes keys");
    }

    /// Waits until this stands somewhere on the screen.
    fn shows(&mut self, wanted: &str) {
        self.looks(wanted, |screen| screen.contents().contains(wanted));
    }

    /// Waits until this stands where the cursor is, from the edge to the cursor.
    fn prompts(&mut self, wanted: &str) {
        self.looks(wanted, |screen| {
            let (row, column) = screen.cursor_position();
            screen.contents_between(row, 0, row, column) == wanted
        });
    }

    fn looks(&mut self, wanted: &str, is_right: impl Fn(&vt100::Screen) -> bool) {
        while !is_right(self.screen.screen()) {
            let shown = || self.screen.screen().contents();
            assert!(self.has_more(), "{wanted:?} is not shown:\n{}", shown());
            self.reads();
        }
    }

    fn reads(&mut self) {
        let mut bytes = [0; 4096];
        let length = self.master.read(&mut bytes).expect("it writes");
        self.screen.process(&bytes[..length]);
        if bytes[..length].windows(WHERE.len()).any(|it| it == WHERE) {
            let (row, column) = self.screen.screen().cursor_position();
            self.types(&format!("\x1b[{};{}R", row + 1, column + 1));
        }
    }

    fn has_more(&self) -> bool {
        let patience = Timespec::try_from(PATIENCE).expect("a minute");
        let mut asked = [PollFd::from_borrowed_fd(self.master.as_fd(), PollFlags::IN)];
        poll(&mut asked, Some(&patience)).expect("it can be asked") > 0
    }
}

impl Program {
    fn pid(&self) -> Pid {
        Pid::from_child(&self.0)
    }

    /// Waits for its end.
    fn ended(self) -> ExitStatus {
        let pid = self.pid();
        let (end, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let mut program = self;
            end.send(program.0.wait().expect("it ends"))
        });
        ended.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _ = kill_process(pid, Signal::KILL);
            panic!("it goes on without its terminal")
        })
    }
}

const PROMPT: &str = "tam-1 #incidents> ";

#[test]
fn what_is_typed_is_completed_and_answered_at_the_prompt() {
    let mut terminal = Terminal::open();
    terminal.prompts(PROMPT);
    terminal.shows("You are tam-1 in #incidents. Try:");
    terminal.types("/incident open \"Mail is slow\" --sev\t");
    terminal.prompts(&format!("{PROMPT}/incident open \"Mail is slow\" --severity "));
    terminal.types("2 --dept uni\t");
    terminal.prompts(&format!("{PROMPT}/incident open \"Mail is slow\" --severity 2 --dept unix "));
    terminal.types("\r");
    terminal.shows("INC-1 opened, severity 2: Mail is slow");
    terminal.prompts(PROMPT);
    terminal.types(":quit\r");
    assert!(terminal.child.ended().success());
}

#[test]
fn what_is_logged_stands_above_the_prompt_and_what_is_being_typed() {
    let mut terminal = Terminal::open();
    terminal.prompts(PROMPT);
    terminal.types("/incident list");
    let typed = format!("{PROMPT}/incident list");
    terminal.prompts(&typed);
    kill_process(terminal.child.pid(), Signal::HUP).expect("it is told to read again");
    terminal.shows("reading the organisation's files again");
    terminal.prompts(&typed);
    terminal.types("\r");
    terminal.shows("No incident is like that.");
    terminal.types(":quit\r");
    assert!(terminal.child.ended().success());
}

#[test]
fn it_ends_in_order_when_its_terminal_is_gone() {
    let mut terminal = Terminal::open();
    terminal.prompts(PROMPT);
    let Terminal { master, child, .. } = terminal;
    drop(master);
    let status = child.ended();
    assert!(status.success(), "{status:?}");
}
