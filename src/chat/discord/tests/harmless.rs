//! No text from people or alerts mentions anybody or looks like something it is not.

use baton_commands::card::{Block, Card};
use baton_commands::say;
use baton_commands::voice::{Style as _, tame};
use baton_commands::words::Arg;

use super::super::render::{Pictures, render};
use super::super::style::{DiscordStyle, escape};
use super::{Server, outgoing};
use crate::chat::Act;

#[test]
fn nothing_foreign_is_markup_or_mentions_anybody() {
    let cases = [
        ("@everyone now", "@\u{200b}everyone now"),
        ("mail@here.example", "mail@\u{200b}here.example"),
        ("<@1> <@!1> <@&1>", r"\<@1\> \<@!1\> \<@&1\>"),
        ("<#1> </ban:1> <t:0:R> <:a:1>", r"\<#1\> \</ban:1\> \<t:0:R\> \<:a:1\>"),
        ("**bold** _it_ ~~no~~ ||psst||", r"\*\*bold\*\* \_it\_ \~\~no\~\~ \|\|psst\|\|"),
        ("[bank](https://evil.example)", r"\[bank\](https://evil.example)"),
        ("# heading", r"\# heading"),
        ("-# small", r"\-# small"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("> quote", r"\> quote"),
        (r"\*", r"\\\*"),
        ("3.5 GB of 1-2 disks", "3\\.5 GB of 1-2 disks"),
        ("https://wiki.example/a_b_c?x=1#y ok", "https://wiki.example/a_b_c?x=1#y ok"),
        ("https://a.example/@everyone", "https://a.example/@\u{200b}everyone"),
        ("https://", "https://"),
        ("café 网站 😀", "café 网站 😀"),
    ];
    for (foreign, wanted) in cases {
        assert_eq!(escape(foreign), wanted, "{foreign}");
    }
}

#[test]
fn a_code_and_a_table_cannot_be_left() {
    let style = DiscordStyle { book: &Server };
    assert_eq!(style.code("a` @everyone `b"), "`a' @everyone 'b`");
    assert_eq!(style.preformatted("a\n``` @everyone"), "```\na\n''' @everyone\n```");
}

#[test]
fn wherever_it_stands_in_a_message_it_is_harmless() {
    let foreign = "<@1184405311681986561> @everyone `<@&5>` **x** ```\n@here";
    let column = say!("column-title");
    let card = Card::line(say!("reload-fault", fault = foreign))
        .with(Block::Field { name: say!("field-lead"), value: Arg::Text(foreign.to_owned()) })
        .and(say!("reload-fault", fault = foreign))
        .with(Block::Table { columns: vec![column], rows: vec![vec![foreign.into()]] })
        .with(Block::Verbatim(foreign.to_owned()))
        .button(say!("button-ask"), None, format!("/incident note INC-1 {}", "<@1> ".repeat(40)));
    let parts = render(&outgoing(Act::Post, card), &Server, &Pictures::new());
    let message = &parts[0].message;
    assert_eq!(message.allowed_mentions, Default::default());
    let field = &message.embeds[0].fields[0].value;
    for text in [&message.content, field, &message.embeds[1].description] {
        let prose: String = text.split("```").step_by(2).collect();
        let outside: String = prose.split('`').step_by(2).collect();
        assert!(!outside.contains("@everyone") && !outside.contains("@here"), "{text}");
        for (at, _) in outside.match_indices("<@") {
            assert!(outside[..at].ends_with('\\'), "{text}");
        }
    }
    assert!(!tame(foreign).contains('\n'));
}
