//! What a new severity promises, once more and by hand (SLA-7).

use std::sync::Arc;

use baton_commands::incident::Promise;
use baton_commands::sla::{Outcome, Party, Span, TargetKind};

use super::clock::NaiveClock;
use super::hand::{Hand, promises};

impl Hand<'_> {
    /// SLA-7: from the original start. An update interval that was not promised before counts from now.
    pub(super) fn promised(&mut self, promise: Option<Promise>) {
        self.record.promise = promise.clone();
        for (kind, span) in promises(promise.as_ref()) {
            let known = self.record.clocks.iter().rev().find(|clock| clock.kind == kind);
            let verdict = known.and_then(|clock| clock.outcome);
            let is_answered = kind == TargetKind::Response && self.record.answered;
            let counted = promise.as_ref().map(|promise| self.counted(&promise.calendar));
            let at = self.at;
            let started = self.record.opened;
            let is_update = kind == TargetKind::Update;
            match (self.running(&kind).last(), span) {
                (Some(clock), Some(span)) => {
                    if let (Some(counted), Some(promise)) = (counted, &promise) {
                        clock.retarget(span, counted, Arc::clone(&promise.ladder));
                    }
                }
                (Some(clock), None) => clock.end(at, Outcome::Cancelled),
                (None, Some(span)) if is_update => self.promise(kind, span, at),
                (None, Some(_)) if is_answered => {}
                (None, Some(span)) if verdict.is_none() => {
                    self.promise(kind.clone(), span, started);
                    self.credit(&kind, started);
                }
                (None, Some(span)) if verdict == Some(Outcome::Cancelled) => {
                    self.promised_again(&kind, span);
                }
                (None, _) => {}
            }
        }
    }

    /// What was taken back goes on as if it had not been.
    fn promised_again(&mut self, kind: &TargetKind, span: Span) {
        let Some(promise) = self.record.promise.clone() else { return };
        let since = self.last(kind).and_then(NaiveClock::revive);
        self.credit(kind, since.unwrap_or(self.at));
        let counted = self.counted(&promise.calendar);
        let ladder = Arc::clone(&promise.ladder);
        self.last(kind).into_iter().for_each(|clock| {
            clock.retarget(span, counted.clone(), Arc::clone(&ladder));
        });
    }

    /// The waits that the promise lets count, of a clock that did not run while they lasted: all anew.
    fn credit(&mut self, kind: &TargetKind, since: i64) {
        let Some(promise) = self.record.promise.clone().filter(|_| *kind != TargetKind::Response)
        else {
            return;
        };
        let lets = |party: &Party| *party == Party::Resolved || promise.pause_on.contains(party);
        let waits: Vec<_> = self.record.waits.iter().filter(|(_, to, _)| since < *to).collect();
        let over: Vec<(i64, Option<i64>)> = waits
            .into_iter()
            .filter(|(_, _, party)| lets(party))
            .map(|(from, to, _)| (since.max(*from), Some(*to)))
            .collect();
        let hold = self.record.hold.filter(|(party, ..)| lets(party));
        let Some(clock) = self.last(kind) else { return };
        clock.pauses.retain(|(_, to)| to.is_some());
        clock.pauses.extend(over);
        clock.pauses.extend(hold.map(|(_, from, _)| (since.max(from), None)));
        clock.waits_for = hold.map(|(party, ..)| party);
    }

    fn last(&mut self, kind: &TargetKind) -> Option<&mut NaiveClock> {
        self.record.clocks.iter_mut().rev().find(|clock| clock.kind == *kind)
    }
}
