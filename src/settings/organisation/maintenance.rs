//! Reads `maintenance.toml`: when devices, services and whole clients may be worked on (CHG-10).

use std::collections::BTreeMap;

use baton_commands::directory::{Device, Maintenance};
use baton_commands::grammar::nearest;
use baton_commands::ids::{MaintenanceId, Serial};

use crate::settings::reader::{Field, Table};

/// Reads the file. A window that concerns nothing is a slip. `devices`: those there are, if that is known.
pub(super) fn maintenance(
    table: &mut Table<'_>,
    devices: Option<&BTreeMap<Serial, Device>>,
) -> BTreeMap<MaintenanceId, Maintenance> {
    table.things(|table| {
        let calendar = table.required("calendar", "\"sundays\"");
        let listed: Vec<Serial> = table.distinct("devices");
        let fields = table.field("devices").map_or_else(Vec::new, |field| field.elements());
        for (serial, field) in listed.iter().zip(fields) {
            devices.into_iter().for_each(|devices| note_unknown(serial, field, devices));
        }
        let named = ["clients", "services", "devices"].map(|key| table.field(key).is_some());
        if named == [false; 3] {
            let mend = "add `services`, `devices` or `clients`: what may be worked on then";
            table.desk.fault(table.head, "a maintenance window of nothing", mend);
        }
        Some(Maintenance {
            clients: table.set("clients"),
            services: table.set("services"),
            devices: listed.into_iter().collect(),
            calendar: calendar?,
        })
    })
}

fn note_unknown(serial: &Serial, field: Field<'_>, devices: &BTreeMap<Serial, Device>) {
    if devices.contains_key(serial) {
        return;
    }
    let near = nearest(serial.as_str(), devices.keys().map(Serial::as_str));
    let mend = match near {
        Some(near) => format!("did you mean `{near}`? Or add `{serial}` to devices.csv"),
        None => {
            format!("add `{serial}` to devices.csv, or write a serial number that stands there")
        }
    };
    field.fault(format!("unknown device `{serial}`"), mend);
}
