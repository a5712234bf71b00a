//! Which promise a target is: to the client, between departments, or of a vendor.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ids::{BadName, DeptId, VendorId};

const RESPONSE: &str = "response";
const RESOLUTION: &str = "resolution";
const UPDATE: &str = "update";

/// Which promise a target is. Each is a clock of its own (SLA-1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetKind {
    /// To the client: somebody works on it.
    Response,
    /// To the client: it is resolved.
    Resolution,
    /// To the client: he hears of it again.
    Update,
    /// To the other departments: this one accepts what it was handed.
    Ola(DeptId),
    /// To us: this vendor works on it.
    UcResponse(VendorId),
    /// To us: this vendor has resolved it.
    UcResolution(VendorId),
}

impl TargetKind {
    /// The beginning of the reasons of its pings (DOMAIN, section 9): the point's name follows
    /// after a dot.
    pub fn reason_stem(&self) -> &'static str {
        match self {
            TargetKind::Response => "sla.response",
            TargetKind::Resolution => "sla.resolution",
            TargetKind::Update => "sla.update",
            TargetKind::Ola(_) => "ola",
            TargetKind::UcResponse(_) | TargetKind::UcResolution(_) => "uc",
        }
    }
}

impl fmt::Display for TargetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TargetKind::Response => f.write_str(RESPONSE),
            TargetKind::Resolution => f.write_str(RESOLUTION),
            TargetKind::Update => f.write_str(UPDATE),
            TargetKind::Ola(dept) => write!(f, "ola:{dept}"),
            TargetKind::UcResponse(vendor) => write!(f, "uc-response:{vendor}"),
            TargetKind::UcResolution(vendor) => write!(f, "uc-resolution:{vendor}"),
        }
    }
}

impl FromStr for TargetKind {
    type Err = BadName;

    /// Reads what [`fmt::Display`] writes.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let written = typed.trim();
        let kind = match written.split_once(':') {
            None if written == RESPONSE => TargetKind::Response,
            None if written == RESOLUTION => TargetKind::Resolution,
            None if written == UPDATE => TargetKind::Update,
            Some(("ola", dept)) => TargetKind::Ola(dept.parse()?),
            Some(("uc-response", vendor)) => TargetKind::UcResponse(vendor.parse()?),
            Some(("uc-resolution", vendor)) => TargetKind::UcResolution(vendor.parse()?),
            _ => {
                let wanted = "a target, such as `response`, `resolution`, `update` or `ola:unix`";
                return Err(BadName { typed: typed.to_owned(), wanted });
            }
        };
        Ok(kind)
    }
}

impl Serialize for TargetKind {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            TargetKind::Response => out.serialize_str(RESPONSE),
            TargetKind::Resolution => out.serialize_str(RESOLUTION),
            TargetKind::Update => out.serialize_str(UPDATE),
            _ => out.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for TargetKind {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sla_1_every_target_has_a_name_that_is_read_back() {
        let (unix, netco) = (DeptId::new("unix"), VendorId::new("netco"));
        let cases = [
            (TargetKind::Response, "response", "sla.response"),
            (TargetKind::Resolution, "resolution", "sla.resolution"),
            (TargetKind::Update, "update", "sla.update"),
            (TargetKind::Ola(unix), "ola:unix", "ola"),
            (TargetKind::UcResponse(netco.clone()), "uc-response:netco", "uc"),
            (TargetKind::UcResolution(netco), "uc-resolution:netco", "uc"),
        ];
        for (kind, name, stem) in cases {
            assert_eq!(kind.to_string(), name);
            assert_eq!(name.parse(), Ok(kind.clone()));
            assert_eq!(kind.reason_stem(), stem);
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for typed in ["", "ola", "ola:", "uc:netco", "Response time"] {
            assert!(typed.parse::<TargetKind>().is_err(), "{typed}");
        }
    }
}
