//! A company as small as can be, to be spoilt one fault at a time.

use std::fs;
use std::path::Path;

use baton::settings::organisation::load;
use expect_test::Expect;

pub const FILES: [(&str, &str); 11] = [
    (
        "company.toml",
        r#"
name = "Small Hosting"
zone = "Asia/Jakarta"
calendar = "office"
[roles]
incident-manager = ["im-1"]
[incident]
default_severity = 3
"#,
    ),
    (
        "people.toml",
        r#"
unix-head = { name = "Head of unix" }
unix-1 = { name = "Unix engineer 1", slack = "U01" }
unix-2 = { name = "Unix engineer 2" }
dba-head = { name = "Head of dba" }
im-1 = { name = "Incident manager", also = ["dba"] }
"#,
    ),
    (
        "departments.toml",
        r##"
[unix]
name = "Unix group"
place = "#unix"
head = "unix-head"
members = ["unix-1", "unix-2"]
duty = { rotation = ["unix-1", "unix-2"], handover = "mon 09:00", since = "2026-01-05" }
[dba]
name = "Database administrators"
place = "#dba"
head = "dba-head"
members = []
"##,
    ),
    (
        "calendars.toml",
        r#"
[office]
zone = "Asia/Jakarta"
week = { mon-fri = ["09:00-12:00", "13:00-18:00"] }
holidays = ["2026-12-25"]
"#,
    ),
    (
        "clients.toml",
        r##"
[acme]
name = "Acme Retail"
tier = "core"
contract = "gold"
tam = "im-1"
place = "#project-acme"
[acme.sites.jakarta]
name = "Jakarta DC"
zone = "Asia/Jakarta"
access = "mon-sat 08:00-20:00"
"##,
    ),
    (
        "contracts.toml",
        r#"
[gold]
calendar = "office"
pause_on = ["client"]
[[gold.policy]]
severity = 1
response = "15m"
resolution = "4h"
[[gold.policy]]
severity = [2, 3, 4]
response = "2h"
resolution = "3bd"
[vendors.netco]
name = "NetCo carrier"
calendar = "office"
expires = "2026-12-31"
"#,
    ),
    (
        "services.toml",
        r#"
[webshop]
name = "Web shop"
client = "acme"
owner = "unix"
depends_on = ["webshop-db"]
[webshop-db]
name = "Web shop database"
owner = "dba"
"#,
    ),
    (
        "devices.csv",
        r#"
serial,client,site,location,business_system,criticality,model,state
SRV-1,acme,jakarta,hall 2,webshop,high,R740,active
SRV-2,acme,jakarta,,webshop,,,
"#,
    ),
    (
        "freezes.toml",
        r#"
[year-end]
from = "2026-12-20T00:00+07:00"
to = "2027-01-05T00:00+07:00"
kind = "hard"
clients = ["acme"]
"#,
    ),
    (
        "maintenance.toml",
        r#"
[shop-nights]
services = ["webshop"]
devices = ["SRV-2"]
calendar = "office"
"#,
    ),
    (
        "reminders.toml",
        r#"
[demand-call]
text = "Please hand in your demand."
when = { day = 25, at = "09:00", move = "before" }
to = ["role:incident-manager", "unix-head"]
"#,
    ),
];

/// A directory with the small company in it.
pub struct Small(tempfile::TempDir);

impl Small {
    pub fn new() -> Small {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["templates", "manifests", "checklists"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        let small = Small(dir);
        FILES.into_iter().fold(small, |small, (file, text)| small.write(file, text))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file; a text may begin on a line of its own.
    pub fn write(self, file: &str, text: impl AsRef<[u8]>) -> Small {
        let text = text.as_ref();
        fs::write(self.path().join(file), text.strip_prefix(b"\n").unwrap_or(text)).unwrap();
        self
    }

    /// Puts a text in the place of another, which must be there.
    pub fn replace(self, file: &str, from: &str, to: &str) -> Small {
        let before = fs::read_to_string(self.path().join(file)).unwrap();
        assert!(before.contains(from), "`{from}` is not in {file}");
        self.write(file, before.replacen(from, to, 1))
    }

    pub fn append(self, file: &str, text: &str) -> Small {
        let before = fs::read_to_string(self.path().join(file)).unwrap();
        self.write(file, before + text.trim_start())
    }

    pub fn remove(self, file: &str) -> Small {
        fs::remove_file(self.path().join(file)).unwrap();
        self
    }

    /// Holds what `baton check` would print against the expectation.
    pub fn prints(self, expected: Expect) {
        let faults =
            load(self.path()).map_or_else(|faults| faults.to_string(), |_| "good".to_owned());
        expected.assert_eq(&faults);
    }
}
