//! What people write, out of Slack's markup.

use super::super::said::{Known, plain, to_us};

struct Two;

impl Known for Two {
    fn person(&self, account: &str) -> Option<String> {
        (account == "U1").then(|| "unix-1".to_owned())
    }
    fn channel(&self, id: &str) -> Option<String> {
        (id == "C1").then(|| "unix".to_owned())
    }
}

#[test]
fn what_was_written_is_read_as_it_was_typed() {
    let cases = [
        ("open \"a &amp; b\" &lt;now&gt;", "open \"a & b\" <now>"),
        ("assign 7 <@U1>", "assign 7 @unix-1"),
        ("assign 7 <@U1|jo>", "assign 7 @unix-1"),
        ("assign 7 <@U9|jo>", "assign 7 <@U9>"),
        ("in <#C1|renamed> and <#C9|other> and <#C8>", "in #unix and #other and #C8"),
        ("see <https://a.example/x?a=1&amp;b=2>", "see https://a.example/x?a=1&b=2"),
        ("host <http://db.example|db.example> down", "host db.example down"),
        ("<https://evil.example|your bank>", "https://evil.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<!here> <!subteam^S1|@unix> <!subteam^S1>", "@here @unix @subteam"),
        ("a &lt; b <", "a < b <"),
        ("&amp;lt;", "&lt;"),
    ];
    for (text, wanted) in cases {
        assert_eq!(plain(text, &Two), wanted, "{text}");
    }
}

#[test]
fn a_mention_of_us_is_no_part_of_what_is_said() {
    let cases = [
        ("<@UBOT> ack 7", "ack 7"),
        ("<@UBOT|baton>: ack 7", "ack 7"),
        ("ack 7", "ack 7"),
        ("<@UBOTHER> ack 7", "<@UBOTHER> ack 7"),
        ("<@U1> ack 7", "<@U1> ack 7"),
        ("  <@UBOT>  ", ""),
    ];
    for (text, wanted) in cases {
        assert_eq!(to_us(text, "UBOT"), wanted, "{text}");
    }
    assert_eq!(to_us("<@> ack", ""), "<@> ack");
}
