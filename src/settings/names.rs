//! The names that the organisation's files give to things, so that every mention can be held against them.

use std::collections::{BTreeMap, BTreeSet};

use baton_commands::grammar::nearest;
use baton_commands::ids::{
    CalendarId, ClientId, ContractId, DeptId, ManifestId, PersonId, Place, RoleId, ServiceId,
    VendorId,
};
use toml::de::DeTable;

use super::reader::{Field, Read};

/// Files that must be there.
const REQUIRED: [&str; 3] = ["calendars.toml", "departments.toml", "people.toml"];

/// All names of one kind, and where they are given.
#[derive(Debug)]
pub(super) struct Known {
    noun: &'static str,
    given_in: &'static str,
    names: BTreeSet<String>,
    /// The file that gives them has faults of its own, so that names may be missing here.
    partial: bool,
}

impl Known {
    pub fn new(noun: &'static str, given_in: &'static str) -> Known {
        Known { noun, given_in, names: BTreeSet::new(), partial: false }
    }

    /// Adds the keys of a table within a file. `whole`: the file could be parsed, so that none is missing.
    pub fn gather(&mut self, table: &DeTable<'_>, path: &[&str], whole: bool) {
        self.partial |= !whole;
        let mut table = Some(table);
        for key in path {
            table = table.and_then(|table| table.get(*key)?.get_ref().as_table());
        }
        self.names.extend(table.into_iter().flatten().map(|(key, _)| key.get_ref().to_string()));
    }

    /// Adds a name that a file gives by its own.
    pub fn extend(&mut self, name: Option<&str>) {
        self.names.extend(name.map(str::to_owned));
    }

    /// The file is not there. One that must be there is missed once, not at every mention.
    pub fn absent(&mut self) {
        self.partial |= REQUIRED.contains(&self.given_in);
    }

    pub fn remove(&mut self, name: &str) {
        self.names.remove(name);
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub fn holds(&self, name: &str) -> bool {
        self.partial || self.names.contains(name)
    }

    /// Reads a name that must be one of these.
    pub fn read<'a>(&self, field: Field<'a>) -> Option<&'a str> {
        let name = field.text()?;
        if self.holds(name) {
            return Some(name);
        }
        let (what, mend) = self.unknown(name);
        field.fault(what, mend);
        None
    }

    /// What is wrong with a name that is none of these, and how to mend it.
    pub fn unknown(&self, name: &str) -> (String, String) {
        let Known { noun, given_in, .. } = self;
        let near = nearest(name, self.iter());
        let mend = match near {
            Some(near) => format!("did you mean `{near}`? Or add `{name}` to {given_in}"),
            None => format!("add `{name}` to {given_in}, or write a name that stands there"),
        };
        (format!("unknown {noun} `{name}`"), mend)
    }
}

/// The names of each kind.
#[derive(Debug)]
pub(super) struct Names {
    pub people: Known,
    pub departments: Known,
    pub calendars: Known,
    pub clients: Known,
    /// By client.
    pub sites: BTreeMap<String, Known>,
    pub services: Known,
    pub contracts: Known,
    pub vendors: Known,
    pub roles: Known,
    pub manifests: Known,
}

impl Default for Names {
    fn default() -> Names {
        Names {
            people: Known::new("person", "people.toml"),
            departments: Known::new("department", "departments.toml"),
            calendars: Known::new("calendar", "calendars.toml"),
            clients: Known::new("client", "clients.toml"),
            sites: BTreeMap::new(),
            services: Known::new("service", "services.toml"),
            contracts: Known::new("contract", "contracts.toml"),
            vendors: Known::new("vendor", "contracts.toml below `vendors`"),
            roles: Known::new("role", "company.toml below `[roles]`"),
            manifests: Known::new("install manifest", "the folder `manifests`"),
        }
    }
}

macro_rules! read_known {
    ($($name:ident from $known:ident),* $(,)?) => {$(
        impl Read for $name {
            fn read(field: Field<'_>) -> Option<Self> {
                field.desk.names.$known.read(field).map($name::new)
            }
        }
    )*};
}
read_known! {
    PersonId from people, DeptId from departments, CalendarId from calendars, ClientId from clients,
    ServiceId from services, ContractId from contracts, VendorId from vendors, RoleId from roles,
    ManifestId from manifests,
}

impl Read for Place {
    fn read(field: Field<'_>) -> Option<Self> {
        let text = field.text()?;
        let place = text.strip_prefix('#').and_then(|_| text.parse().ok());
        if place.is_none() {
            field.fault(
                format!("`{text}` is not a place"),
                format!("write a channel with its `#`: `{} = \"#unix\"`", field.key),
            );
        }
        place
    }
}
