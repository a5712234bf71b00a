//! Reads `contracts.toml`: what is promised to clients, and by vendors to us.

use std::collections::BTreeMap;

use baton_commands::directory::{
    Client, Contract, Lapse, Policy, PolicyKind, Reopen, Severity, Tier, Vendor,
};
use baton_commands::ids::{ClientId, ContractId, VendorId};
use baton_commands::sla::{Party, Span};

use crate::settings::reader::{Field, Table};

/// For whom a client's clock may pause (SLA-6).
const PARTIES: [(&str, Party); 3] =
    [("client", Party::Client), ("vendor", Party::Vendor), ("change", Party::Change)];

/// What the file says.
#[derive(Default)]
pub(super) struct Promises {
    pub contracts: BTreeMap<ContractId, Contract>,
    pub vendors: BTreeMap<VendorId, Vendor>,
}

/// Reads the file. `clients` are those whose incidents must not fall between a contract's policies.
pub(super) fn read(
    table: &mut Table<'_>,
    clients: &BTreeMap<ClientId, Client>,
    default_severity: Severity,
) -> Option<Promises> {
    let vendors = table.section("vendors", |table| Some(table.things(vendor)))?;
    let contracts = table.things(|table| {
        let contract = contract(table)?;
        let slug = ContractId::new(table.name);
        let uses = |(_, client): &(&ClientId, &Client)| client.contract.as_ref() == Some(&slug);
        let used_by = clients.iter().find(uses);
        let covers = |policy: &Policy| {
            policy.own_kind() == PolicyKind::Incident
                && policy.own_severities().contains(&default_severity)
        };
        if let Some((client, _)) = used_by.filter(|_| !contract.policies.iter().any(covers)) {
            let what = format!(
                "contract `{slug}` of client `{client}` promises nothing for severity {default_severity}, \
                 which an incident has by default"
            );
            table.desk.fault(table.head, what, "add a policy with that severity");
        }
        Some(contract)
    });
    Some(Promises { contracts, vendors })
}

fn contract(table: &mut Table<'_>) -> Option<Contract> {
    let calendar = table.required("calendar", "\"always\"");
    let pause_on = table.field("pause_on").map_or_else(Vec::new, |field| field.elements());
    let pause_on = pause_on.iter().filter_map(|party| party.choice(&PARTIES)).collect();
    let reopen = table.choice("reopen", &Reopen::WORDS).unwrap_or_default();
    let tables = table.expect("policy", "[{ severity = 1, response = \"15m\" }]");
    let tables = tables.map_or_else(Vec::new, |field| field.elements());
    let policies: Vec<Option<Policy>> = tables.iter().map(|it| it.table(policy)).collect();
    note_overlaps(table.name, &tables, &policies);
    Some(Contract {
        calendar: calendar?,
        pause_on,
        reopen,
        policies: policies.into_iter().collect::<Option<_>>()?,
    })
}

fn policy(table: &mut Table<'_>) -> Option<Policy> {
    let policy = Policy {
        kind: table.choice("kind", &PolicyKind::WORDS),
        clients: table.set("clients"),
        tier: table.choice("tier", &Tier::WORDS),
        services: table.set("services"),
        severities: table.set("severity"),
        calendar: table.optional("calendar"),
        response: table.optional("response"),
        resolution: table.optional("resolution"),
        update: table.optional("update"),
        thresholds: table.optional("thresholds"),
        reopen: table.choice("reopen", &Reopen::WORDS),
    };
    let stated = ["response", "resolution", "update"].map(|key| table.field(key).is_some());
    if stated == [false; 3] {
        let mend = "add `response`, `resolution` or `update`, or remove the policy";
        table.desk.fault(table.head, "a policy that promises nothing", mend);
    }
    note_order(table, policy.response, policy.resolution);
    if let Some(field) = table.field("update").filter(|_| policy.own_kind() == PolicyKind::Change) {
        let mend = "remove `update`: a change has `response` and `resolution`";
        field.fault("a change has no interval of updates", mend);
    }
    // A selector with a slip in it would pass for an absent one, which matches everything.
    let named = |key| table.field(key).map_or(0, |field| field.elements().len());
    let selectors = ["kind", "clients", "tier", "services", "severity"].map(named);
    let read = [
        usize::from(policy.kind.is_some()),
        policy.clients.len(),
        usize::from(policy.tier.is_some()),
        policy.services.len(),
        policy.severities.len(),
    ];
    (selectors == read).then_some(policy)
}

fn vendor(table: &mut Table<'_>) -> Option<Vendor> {
    let name = table.required("name", "\"NetCo carrier\"");
    let calendar = table.required("calendar", "\"always\"");
    let (response, resolution) = (table.optional("response"), table.optional("resolution"));
    note_order(table, response, resolution);
    let remind_before: Vec<Lapse> = table.distinct("remind_before");
    Some(Vendor {
        contact: table.optional("contact"),
        response,
        resolution,
        expires: table.optional("expires"),
        remind_before,
        name: name?,
        calendar: calendar?,
    })
}

/// A response later than the resolution is a slip of the pen. Only like is held against like: how
/// long a business day is, the calendar says.
fn note_order(table: &mut Table<'_>, response: Option<Span>, resolution: Option<Span>) {
    let (Some(response), Some(resolution)) = (response, resolution) else { return };
    let longer = match (response, resolution) {
        (Span::Seconds(response), Span::Seconds(resolution)) => response > resolution,
        (Span::BusinessDays(response), Span::BusinessDays(resolution)) => response > resolution,
        _ => false,
    };
    if let Some(field) = table.field("response").filter(|_| longer) {
        let what = format!("response `{response}` is longer than resolution `{resolution}`");
        field.fault(what, "write a response that comes first");
    }
}

/// DIR-1: a policy that an earlier one leaves nothing, as a whole or for a severity that it names.
fn note_overlaps(contract: &str, tables: &[Field<'_>], policies: &[Option<Policy>]) {
    for (index, (policy, table)) in policies.iter().zip(tables).enumerate() {
        let Some(policy) = policy else { continue };
        let own = policy.own_severities();
        let lost: Vec<(Severity, usize)> = own
            .iter()
            .filter_map(|severity| {
                Some((*severity, winner(&policies[..index], policy, *severity)?))
            })
            .collect();
        let is_rest = policy.severities.is_empty() && lost.len() < own.len();
        let Some((severity, earlier)) = lost.first().filter(|_| !is_rest) else { continue };
        let what = format!(
            "policies {} and {} of contract `{contract}` overlap: \
             severity {severity} is promised by both, and only the first counts",
            earlier + 1,
            index + 1,
        );
        table.fault(what, "remove the severity from one of the two, or move the narrower one up");
    }
}

/// The first of the policies above that leaves nothing of `policy` at a severity.
fn winner(above: &[Option<Policy>], policy: &Policy, severity: Severity) -> Option<usize> {
    above.iter().position(|it| it.as_ref().is_some_and(|it| it.covers(policy, severity)))
}
