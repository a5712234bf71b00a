//! What people read: plain text, another language, a platform with markup, hostile titles.

mod files;
mod said;
mod sentences;

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::{Asia, Europe, Tz};
use proptest::prelude::*;

use super::*;
use crate::card::{Block, Card};
use crate::chart::{Bar, Chart, State};
use crate::ids::{DeptId, PersonId, RecordId, RoleId};

const JAKARTA: Tz = Asia::Jakarta;

fn plain() -> Voice<'static> {
    Voice::new(Language::English, JAKARTA, &PlainStyle)
}

/// 2026-03-02 at that time in Jakarta.
fn jakarta(hour: u32, minute: u32) -> DateTime<Utc> {
    JAKARTA.with_ymd_and_hms(2026, 3, 2, hour, minute, 0).unwrap().to_utc()
}

/// A platform where everything leaves a trace: `<` and `*` are its markup.
struct Loud;

impl Style for Loud {
    fn person(&self, person: &PersonId, live: bool) -> String {
        if live { format!("<ping {person}>") } else { format!("<{person}>") }
    }
    fn dept(&self, dept: &DeptId, live: bool) -> String {
        if live { format!("<ping {dept}>") } else { format!("<{dept}>") }
    }
    fn role(&self, role: &RoleId, _live: bool) -> String {
        format!("<{role}>")
    }
    fn escape(&self, text: &str) -> String {
        text.replace('<', "&lt;").replace('*', "&ast;")
    }
    fn code(&self, line: &str) -> String {
        format!("<code {}>", self.escape(line))
    }
    fn bold(&self, escaped: &str) -> String {
        format!("*{escaped}*")
    }
    fn preformatted(&self, lines: &str) -> String {
        format!("<lines>{}</lines>", self.escape(lines))
    }
}

#[test]
fn arguments_are_shown_as_people_write_them() {
    let unix = || DeptId::new("unix");
    let cases: Vec<(Arg, &str)> = vec![
        ("disk full".into(), "disk full"),
        (Arg::Number(-3), "-3"),
        (PersonId::new("unix-3").into(), "@unix-3"),
        (unix().into(), "unix"),
        (RoleId::new("incident-manager").into(), "incident-manager"),
        (Recipient::Dept(unix()).into(), "unix"),
        (RecordId::incident(7).into(), "INC-7"),
        (Place::channel("unix").into(), "#unix"),
        (Place::Direct(PersonId::new("unix-3")).into(), "direct messages of @unix-3"),
        (jakarta(9, 15).into(), "2026-03-02 09:15"),
        (Arg::Seconds(7500), "2h 05m"),
        (Arg::Line("/incident ack INC-7".into()), "`/incident ack INC-7`"),
        (say!("state-on-hold").into(), "on hold"),
        (Arg::List(vec![unix().into(), DeptId::new("network").into()]), "unix, network"),
        (Arg::List(vec![]), ""),
    ];
    for (arg, shown) in cases {
        assert_eq!(plain().argument(&arg), shown, "{arg:?}");
    }
}

#[test]
fn spans_are_cut_to_what_has_fully_passed() {
    let cases = [
        (0, "0s"),
        (59, "59s"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h"),
        (3660, "1h 01m"),
        (360_000, "100h"),
        (-300, "-5m"),
        (i64::MIN, "-2562047788015215h 30m"),
    ];
    for (seconds, shown) in cases {
        assert_eq!(plain().span(seconds), shown);
    }
    let indonesian = Voice::new(Language::Indonesian, JAKARTA, &PlainStyle);
    assert_eq!(indonesian.span(7500), "2j 05m");
}

#[test]
fn a_time_says_no_more_than_the_reader_needs() {
    let at = jakarta(9, 15);
    assert_eq!(plain().time(at), "2026-03-02 09:15");
    assert_eq!(plain().at(jakarta(23, 59)).time(at), "09:15");
    assert_eq!(plain().at(jakarta(0, 0)).time(at), "09:15");
    assert_eq!(plain().at(at - chrono::TimeDelta::days(1)).time(at), "2026-03-02 09:15");
    let amsterdam = plain().in_zone(Europe::Amsterdam);
    assert_eq!(amsterdam.time(at), "2026-03-02 03:15 CET");
    assert_eq!(amsterdam.at(jakarta(12, 0)).time(at), "03:15 CET");
    assert_eq!(
        amsterdam.at(jakarta(5, 0)).time(at),
        "2026-03-02 03:15 CET",
        "there it is still the 1st"
    );
}

#[test]
fn only_whom_the_message_notifies_is_mentioned_live() {
    let live = BTreeSet::from([Recipient::Person(PersonId::new("unix-3"))]);
    let voice = Voice::new(Language::English, JAKARTA, &Loud).pinging(&live);
    assert_eq!(voice.argument(&PersonId::new("unix-3").into()), "<ping unix-3>");
    assert_eq!(voice.argument(&PersonId::new("unix-1").into()), "<unix-1>");
    assert_eq!(voice.argument(&DeptId::new("unix").into()), "<unix>");
}

#[test]
fn foreign_text_cannot_fake_a_line_a_mention_or_markup() {
    let cases = [
        ("two\nlines", "two ⏎ lines"),
        ("two\r\n\r\n  > #unix ping\u{2028}three", "two ⏎ > #unix ping ⏎ three"),
        ("\n\n", ""),
        ("  kept  inside ", "kept  inside"),
        ("tab\there", "tab here"),
        ("`rm -rf`", "'rm -rf'"),
        ("\u{1b}[31mred\u{7}\u{0}", "[31mred"),
        ("\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}", "gnp.exe"),
        ("server 👩\u{200d}🔧 é ö 中文", "server 👩\u{200d}🔧 é ö 中文"),
    ];
    for (foreign, shown) in cases {
        assert_eq!(tame(foreign), shown);
        assert_eq!(plain().argument(&foreign.into()), shown);
    }
    let loud = Voice::new(Language::English, JAKARTA, &Loud);
    assert_eq!(loud.argument(&"<ping all> *now*".into()), "&lt;ping all> &ast;now&ast;");
    assert_eq!(loud.argument(&Arg::Line("/x `<y>`\n/z".into())), "<code /x '&lt;y>' ⏎ /z>");
}

proptest! {
    #[test]
    fn no_text_whatever_breaks_out_of_its_line(foreign in any::<String>()) {
        let loud = Voice::new(Language::English, JAKARTA, &Loud);
        let breaks_out = |c: char| c.is_control() || matches!(c, '`' | '<' | '*' | '\u{2028}');
        prop_assert!(!loud.argument(&foreign.as_str().into()).contains(breaks_out));
        let code = loud.argument(&Arg::Line(foreign));
        prop_assert!(!code["<code ".len()..].contains(breaks_out), "{}", code);
    }
}

#[test]
fn what_is_filled_in_is_never_read_as_part_of_the_sentence() {
    let sneaky = "{ $person } `x` \u{f0000} \u{f0001}";
    let words = say!("place-direct", person = sneaky);
    assert_eq!(plain().sentence(&words), "direct messages of { $person } 'x' \u{f0000} \u{f0001}");
}

#[test]
fn between_backticks_there_is_only_what_can_be_typed() {
    let voice = Voice::new(Language::English, JAKARTA, &Loud);
    let person: Arg = PersonId::new("unix-3").into();
    let holes = format!("2 < 3: `/incident assign {}` for {}", hole(0), hole(0));
    assert_eq!(
        voice.styled(&holes, &[&person]),
        "2 &lt; 3: <code /incident assign @unix-3> for <unix-3>"
    );
    let line = Arg::Line("/incident ack".into());
    assert_eq!(plain().styled(&format!("`{}`", hole(0)), &[&line]), "`/incident ack`");
}

#[test]
fn what_is_missing_is_seen_and_does_no_harm() {
    assert_eq!(plain().sentence(&say!("test-nobody-wrote-this")), "{test-nobody-wrote-this}");
    let forgotten = Words::new("place-direct");
    assert_eq!(plain().sentence(&forgotten), "direct messages of {$person}");
}

#[test]
fn a_language_without_the_sentence_falls_back_on_english() {
    let said =
        |language| Voice::new(language, JAKARTA, &PlainStyle).sentence(&say!("state-acknowledged"));
    assert_eq!(said(Language::Indonesian), "ditangani");
    assert!(has_words(Language::Indonesian));
    for language in Language::ALL.into_iter().filter(|language| !has_words(*language)) {
        assert_eq!(said(language), "acknowledged");
    }
}

#[test]
fn a_card_is_a_head_its_lines_and_its_buttons() {
    let inc = RecordId::incident(7);
    let card = Card::line(say!("state-acknowledged"))
        .and(say!("place-direct", person = PersonId::new("unix-3")))
        .with(Block::Field { name: say!("target-response"), value: Arg::Seconds(1800) })
        .with(Block::Verbatim("/incident ack <ID>\n  takes it\n".into()))
        .button(say!("button-acknowledge"), inc, "/incident ack INC-7".into())
        .button(say!("button-hold"), None, "/incident hold".into());
    assert_eq!(
        plain().text(&card),
        "acknowledged\ndirect messages of @unix-3\nResponse: 30m\n/incident ack <ID>\n  takes it\n\
         [Acknowledge INC-7] [Hold]"
    );
    let loud = Voice::new(Language::Indonesian, JAKARTA, &Loud);
    assert_eq!(
        loud.prose(&card),
        "ditangani\npesan langsung <unix-3>\n*Respons*: 30m\n\
         <lines>/incident ack &lt;ID>\n  takes it</lines>"
    );
}

#[test]
fn tables_stand_in_columns_as_wide_as_they_look() {
    let row = |id, title: &str, count| {
        vec![RecordId::incident(id).into(), title.into(), Arg::Number(count)]
    };
    let columns = vec![say!("state-open"), say!("target-update"), say!("state-acknowledged")];
    let rows = vec![
        row(7, "磁盘已满", 2),
        row(12, "disk full\non *srv-1*", 10),
        row(113, "a title that is far too long for any column of any chat window", 3),
    ];
    let table = Block::Table { columns: columns.clone(), rows };
    let lines = "\
open     update                                    acknowledged
INC-7    磁盘已满                                             2
INC-12   disk full ⏎ on *srv-1*                              10
INC-113  a title that is far too long for any co…             3";
    assert_eq!(plain().block(&table), lines);
    let loud = Voice::new(Language::English, JAKARTA, &Loud);
    let once = lines.replace('*', "&ast;");
    assert_eq!(loud.block(&table), format!("<lines>{once}</lines>"), "escaped once");
    let ragged = Block::Table { columns, rows: vec![vec![], vec![Arg::Number(1)]] };
    assert_eq!(plain().block(&ragged), "open  update  acknowledged\n\n   1");
}

#[test]
fn a_picture_is_a_table_where_none_can_be_shown() {
    let bar = |id: &str, state, critical| Bar {
        id: id.to_owned(),
        title: "Open the <firewall>".to_owned(),
        lane: 0,
        from: "2026-03-02T02:00:00Z".parse().expect("an instant"),
        to: "2026-03-02T06:00:00Z".parse().expect("an instant"),
        state,
        critical,
        late: critical,
    };
    let chart = Chart {
        name: "CHG-12".to_owned(),
        title: say!("state-open"),
        now: "2026-03-02T03:00:00Z".parse().expect("an instant"),
        window: None,
        lanes: vec![Arg::Text("unix".to_owned())],
        bars: vec![bar("CHG-12.1", State::Done, false), bar("CHG-12.2", State::OnHold, true)],
        arrows: vec![],
    };
    let now = chart.now;
    let block = Block::Picture(Box::new(chart));
    assert_eq!(
        plain().at(now).block(&block),
        "open\n\
         state                      id        title                department  from   until\n\
         ✓ done                     CHG-12.1  Open the <firewall>  unix        09:00  13:00\n\
         ‖ on hold, critical, late  CHG-12.2  Open the <firewall>  unix        09:00  13:00"
    );
}

#[test]
fn a_pressed_label_leads_back_to_the_english_one() {
    let indonesian = labels(Language::Indonesian);
    assert_eq!(indonesian["Tangani"], "Acknowledge");
    assert_eq!(indonesian["Acknowledge"], "Acknowledge");
    assert!(!labels(Language::English).contains_key("Tangani"));
}
