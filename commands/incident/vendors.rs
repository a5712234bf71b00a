//! Vendors' parts in an incident: each has clocks of his own, the UC (INC-5).

use chrono::{DateTime, Utc};

use super::{Escalation, Incident, Vendoring};
use crate::directory::Directory;
use crate::ids::VendorId;
use crate::sla::{Party, Target, TargetKind};

impl Incident {
    /// Vendors that have the case and have not given it back.
    pub fn open_vendors(&self) -> impl Iterator<Item = &Vendoring> {
        self.vendors.iter().filter(|vendoring| vendoring.until.is_none())
    }

    /// The vendor has the case from now on; the clocks of his contract start.
    pub(super) fn with_vendor(
        &mut self,
        to: &Escalation,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        let Escalation::Vendor { vendor, calendar, response, resolution, ladder, .. } = to else {
            return;
        };
        let vendoring =
            Vendoring { vendor: vendor.clone(), since: at, answered_at: None, until: None };
        self.vendors.push(vendoring);
        let kinds = [
            (TargetKind::UcResponse(vendor.clone()), response),
            (TargetKind::UcResolution(vendor.clone()), resolution),
        ];
        for (kind, span) in kinds {
            let Some(span) = span else { continue };
            let cycle = self.next_cycle(&kind);
            let (calendar, ladder) = (directory.clock(calendar), ladder.clone());
            self.targets.push(Target::start_cycle(kind, cycle, *span, calendar, ladder, at));
        }
    }

    /// The vendor has answered: his response is kept or missed; he still has the case.
    pub(super) fn vendor_answered(
        &mut self,
        vendor: &VendorId,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.stop(&TargetKind::UcResponse(vendor.clone()), at, directory);
        let open = |vendoring: &&mut Vendoring| vendoring.until.is_none();
        for vendoring in self.vendors.iter_mut().filter(open).filter(|it| &it.vendor == vendor) {
            vendoring.answered_at.get_or_insert(at);
        }
    }

    pub(super) fn stop_uc(&mut self, vendor: &VendorId, at: DateTime<Utc>, directory: &Directory) {
        for kind in
            [TargetKind::UcResponse(vendor.clone()), TargetKind::UcResolution(vendor.clone())]
        {
            self.stop(&kind, at, directory);
        }
        for vendoring in self.vendors.iter_mut().filter(|v| &v.vendor == vendor) {
            vendoring.until.get_or_insert(at);
        }
    }

    /// The vendor gives the case back; who waited for him alone goes on.
    pub(super) fn vendor_done(
        &mut self,
        vendor: &VendorId,
        at: DateTime<Utc>,
        directory: &Directory,
    ) {
        self.stop_uc(vendor, at, directory);
        let waits = self.hold().is_some_and(|hold| hold.party == Party::Vendor);
        if waits && self.open_vendors().next().is_none() {
            self.end_hold(at);
        }
    }
}
