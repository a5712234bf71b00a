//! The names things go by: records (`INC-7`), people, departments, places, deliveries.
//!
//! Every id is a newtype with a parser that forgives how people type it and says what it wanted.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod record;

pub use record::{AnyRecord, ChangeId, IncidentId, RecordId, RecordKind, TaskId};

/// What is wrong with a name somebody typed, in words fit for the asker.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{typed}` is not {wanted}")]
pub struct BadName {
    pub typed: String,
    /// A noun phrase with an example: "an incident number, such as `INC-7`".
    pub wanted: &'static str,
}

/// Declares a short name that comes from the organisation's files.
macro_rules! slugs {
    ($($(#[$doc:meta])* $name:ident, $wanted:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(name: impl AsRef<str>) -> Self { Self(Arc::from(name.as_ref())) }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }
        impl FromStr for $name {
            type Err = BadName;
            /// Forgives a leading `@` and capitals; refuses spaces and emptiness.
            fn from_str(typed: &str) -> Result<Self, BadName> {
                let name = typed.trim().trim_start_matches('@');
                let odd = |c: char| c.is_whitespace() || c.is_control();
                if name.is_empty() || name.chars().any(odd) {
                    return Err(BadName { typed: typed.to_owned(), wanted: $wanted });
                }
                Ok(Self::new(name))
            }
        }
    )*};
}

slugs! {
    /// A person's handle: his name in files, in the console and in transcripts.
    PersonId, "a person, such as `@unix-1`";
    /// A department's slug.
    DeptId, "a department, such as `unix`";
    /// A client's slug.
    ClientId, "a client, such as `acme`";
    /// A service's slug.
    ServiceId, "a service, such as `webshop`";
    /// A vendor's slug.
    VendorId, "a vendor, such as `netco`";
    /// A site's slug, unique within its client.
    SiteId, "a site, such as `jakarta`";
    /// A device's serial number, as it stands on the device.
    Serial, "a serial number, such as `SRV-A1001`";
    /// A calendar's slug.
    CalendarId, "a calendar, such as `office`";
    /// A contract's slug.
    ContractId, "a contract, such as `gold`";
    /// A role of the company or of a client, such as `pmo` or `incident-manager`.
    RoleId, "a role, such as `incident-manager`";
    /// A project's slug, unique within its client.
    ProjectId, "a project, such as `webshop`";
    /// A freeze's slug.
    FreezeId, "a freeze, such as `year-end`";
    /// A maintenance window's slug.
    MaintenanceId, "a maintenance window, such as `shop-nights`";
    /// The slug of a reminder in the organisation's files; those added in chat are numbered.
    ReminderSlug, "a reminder, such as `demand-call`";
    /// A change template's file name.
    TemplateId, "a template, such as `landscape`";
    /// An install manifest's file name.
    ManifestId, "an install manifest, such as `retail-suite`";
    /// A checklist's file name.
    ChecklistId, "a checklist, such as `server-room`";
}

/// Where something is said: a channel (`#unix`) or a person's direct messages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A channel, named with its `#`.
    Channel(Arc<str>),
    /// The direct messages of one person.
    Direct(PersonId),
}

impl Place {
    /// A channel, with or without the `#` in the name given.
    pub fn channel(name: &str) -> Place {
        Place::Channel(Arc::from(format!("#{}", name.trim_start_matches('#'))))
    }

    pub fn is_direct(&self) -> bool {
        matches!(self, Place::Direct(_))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Channel(name) => f.write_str(name),
            Place::Direct(person) => write!(f, "dm:{person}"),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Place {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let typed = typed.trim();
        let bad = || BadName { typed: typed.to_owned(), wanted: "a place, such as `#unix`" };
        if let Some(person) = typed.strip_prefix("dm:") {
            return Ok(Place::Direct(person.parse().map_err(|_| bad())?));
        }
        if typed.trim_start_matches('#').is_empty() || typed.contains(char::is_whitespace) {
            return Err(bad());
        }
        Ok(Place::channel(typed))
    }
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Place::Channel(name) => out.serialize_str(name),
            Place::Direct(_) => out.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The platform's name for one use of a command. The same delivery twice acts once (INC-8).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeliveryId(pub String);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody a ping wakes: `dept:unix`, `person:unix-3`, `role:incident-manager`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    Dept(DeptId),
    Person(PersonId),
    Role(RoleId),
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recipient::Dept(slug) => write!(f, "dept:{slug}"),
            Recipient::Person(handle) => write!(f, "person:{handle}"),
            Recipient::Role(name) => write!(f, "role:{name}"),
        }
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Recipient {
    type Err = BadName;

    fn from_str(typed: &str) -> Result<Self, BadName> {
        let bad = || BadName {
            typed: typed.to_owned(),
            wanted: "a recipient, such as `dept:unix` or `person:unix-3`",
        };
        let (kind, name) = typed.split_once(':').ok_or_else(bad)?;
        match kind {
            "dept" => Ok(Recipient::Dept(name.parse().map_err(|_| bad())?)),
            "person" => Ok(Recipient::Person(name.parse().map_err(|_| bad())?)),
            "role" => Ok(Recipient::Role(name.parse().map_err(|_| bad())?)),
            _ => Err(bad()),
        }
    }
}

impl Serialize for Recipient {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
