//! What leaves is shown once, in order, and known after a restart.

use super::*;
use crate::chat::Drain;

#[tokio::test]
async fn a_message_shows_when_where_who_is_pinged_and_why() {
    let bench = Bench::new(Look::default, None);
    bench.console.deliver(&called(1)).await.unwrap();
    expect![[r#"
        09:30 #unix ping(dept:unix, person:unix-1) incident.opened INC-1
          INC-1 needs you · severity 2 · Web shop answers 502
          [Acknowledge INC-1] [Take lead INC-1]
    "#]]
    .assert_eq(&bench.paper.text());
}

#[tokio::test]
async fn on_a_terminal_lines_fit_and_buttons_have_numbers() {
    let bench = Bench::new(on_terminal, None);
    bench.console.deliver(&called(1)).await.unwrap();
    bench.console.deliver(&called(2)).await.unwrap();
    expect![[r#"
        09:30 #unix ping(dept:unix, person:unix-1) incident.opened
              INC-1
          INC-1 needs you · severity 2 · Web shop answers 502
          1 [Acknowledge INC-1]  2 [Take lead INC-1]
        09:30 #unix ping(dept:unix, person:unix-1) incident.opened
              INC-2
          INC-2 needs you · severity 2 · Web shop answers 502
          3 [Acknowledge INC-2]  4 [Take lead INC-2]
    "#]]
    .assert_eq(&bench.paper.text());
    assert!(bench.paper.text().lines().all(|line| line.chars().count() <= 60));
}

#[tokio::test]
async fn colours_say_nothing_that_the_words_do_not() {
    let look = || Look { colour: true, width: None, numbered: false };
    let bench = Bench::new(look, None);
    let mut breach = called(1);
    breach.reason = Some("sla.response.breached".into());
    bench.console.deliver(&breach).await.unwrap();
    let coloured = bench.paper.text();
    let red_and_bold = "\u{1b}[1m\u{1b}[31msla.response.breached\u{1b}[0m";
    assert!(coloured.contains(red_and_bold), "{coloured:?}");
    let mut plain = String::new();
    for (nth, part) in coloured.split('\u{1b}').enumerate() {
        let text = if nth == 0 { part } else { part.split_once('m').unwrap().1 };
        plain += text;
    }
    let bench = Bench::new(Look::default, None);
    bench.console.deliver(&breach).await.unwrap();
    assert_eq!(plain, bench.paper.text());
}

#[tokio::test]
async fn a_line_stands_between_the_messages_of_two_days() {
    let bench = Bench::new(Look::default, None);
    bench.console.deliver(&called(1)).await.unwrap();
    // The day is the company's: it is still the second of March in UTC.
    let next = Outgoing { at: at("23:59") + Duration::minutes(2), ..called(2) };
    bench.console.deliver(&next).await.unwrap();
    expect![[r#"
        09:30 #unix ping(dept:unix, person:unix-1) incident.opened INC-1
          INC-1 needs you · severity 2 · Web shop answers 502
          [Acknowledge INC-1] [Take lead INC-1]
        -- Tue 2026-03-03
        00:01 #unix ping(dept:unix, person:unix-1) incident.opened INC-2
          INC-2 needs you · severity 2 · Web shop answers 502
          [Acknowledge INC-2] [Take lead INC-2]
    "#]]
    .assert_eq(&bench.paper.text());
}

#[tokio::test]
async fn a_message_is_shown_once_even_over_a_restart() {
    let bench = Bench::new(Look::default, None);
    let merged = Outgoing { also: vec!["INC-1/2/0".to_owned()], ..called(1) };
    let part = Outgoing { name: "INC-1/2/0".to_owned(), ..called(1) };
    assert_eq!(bench.console.find(&merged).await.unwrap(), None);
    let receipt = bench.console.deliver(&merged).await.unwrap();
    assert_eq!(bench.console.deliver(&merged).await.unwrap(), receipt);
    assert_eq!(bench.paper.text().matches("needs you").count(), 1);

    let again = Bench::in_folder(bench.dir, Look::default, None);
    assert_eq!(again.console.find(&merged).await.unwrap(), Some(receipt.clone()));
    assert!(again.console.find(&part).await.unwrap().is_some());
    assert_eq!(again.console.deliver(&merged).await.unwrap(), receipt);
    assert_eq!(again.paper.text(), "");
}

#[tokio::test]
async fn an_answer_stands_before_what_follows_from_it() {
    let bench = Bench::new(Look::default, None);
    let (inbox, mut letters) = Inbox::new(1);
    let mut desk = Desk::new(&bench.console, inbox, bench.console.seat.clone());
    let bot = async {
        let (letter, asker) = letters.recv().await.unwrap();
        asker.send(vec![told(&letter)]).unwrap();
        // He who waits for the answer had no chance to look for it.
        bench.console.deliver(&called(1)).await.unwrap();
    };
    let (flow, ()) = tokio::join!(desk.line("/incident open Web shop"), bot);
    flow.unwrap();
    expect![[r#"
        09:30 #incidents reply
          Here is what can be typed.
          tam-1: /incident open Web shop
        09:30 #unix ping(dept:unix, person:unix-1) incident.opened INC-1
          INC-1 needs you · severity 2 · Web shop answers 502
          [Acknowledge INC-1] [Take lead INC-1]
    "#]]
    .assert_eq(&bench.paper.text());
}

#[tokio::test]
async fn what_follows_from_a_line_may_leave_while_the_next_is_being_said() {
    let bench = Bench::new(Look::default, None);
    let (inbox, mut letters) = Inbox::new(1);
    let mut desk = Desk::new(&bench.console, inbox, bench.console.seat.clone());
    let bot = async {
        while let Some((letter, asker)) = letters.recv().await {
            let number = if letter.text == "/one" { 1 } else { 2 };
            asker.send(vec![told(&letter)]).unwrap();
            // The next line is said, and heard only after these messages have left.
            tokio::task::yield_now().await;
            bench.console.deliver(&called(number)).await.unwrap();
        }
    };
    let talk = async {
        piped(&mut desk, "/one\n/two\n".as_bytes()).await.unwrap();
        drop(desk);
    };
    tokio::join!(talk, bot);
    let printed = bench.paper.text();
    let at = |text: &str| printed.find(text).unwrap_or_else(|| panic!("{text} in {printed}"));
    let order = ["/one", "INC-1 needs", "/two", "INC-2 needs"].map(at);
    assert!(order.is_sorted(), "{printed}");
}

#[tokio::test]
async fn in_a_pipe_what_follows_from_a_line_is_shown_before_the_next_is_said() {
    let mut bench = Bench::new(Look::default, None);
    let (drain, mut drains) = Drain::new();
    bench.console.options.drain = Some(drain);
    let (inbox, mut letters) = Inbox::new(1);
    let mut desk = Desk::new(&bench.console, inbox, bench.console.seat.clone());
    let bot = async {
        for number in 1..=2 {
            let (letter, asker) = letters.recv().await.unwrap();
            asker.send(vec![told(&letter)]).unwrap();
            let drained = drains.recv().await.unwrap();
            assert!(letters.try_recv().is_err(), "the next line is not said yet");
            bench.console.deliver(&called(number)).await.unwrap();
            drained.send(()).unwrap();
        }
    };
    let (talked, ()) = tokio::join!(piped(&mut desk, "/one\n/two\n".as_bytes()), bot);
    talked.unwrap();
    let printed = bench.paper.text();
    let at = |text: &str| printed.find(text).unwrap_or_else(|| panic!("{text} in {printed}"));
    let order = ["/one", "INC-1 needs", "/two", "INC-2 needs"].map(at);
    assert!(order.is_sorted(), "{printed}");
}

#[tokio::test]
async fn history_shows_a_place_again_under_its_dates() {
    let bench = Bench::new(Look::default, None);
    bench.console.deliver(&called(1)).await.unwrap();
    let again = Bench::in_folder(bench.dir, Look::default, None);
    again
        .types(
            ":history\n:history #unix\n:history all\n",
            expect![[r#"
                Nothing was said here yet.
                -- Mon 2026-03-02
                09:30 #unix ping(dept:unix, person:unix-1) incident.opened INC-1
                  INC-1 needs you · severity 2 · Web shop answers 502
                  [Acknowledge INC-1] [Take lead INC-1]
                -- Mon 2026-03-02
                09:30 #unix ping(dept:unix, person:unix-1) incident.opened INC-1
                  INC-1 needs you · severity 2 · Web shop answers 502
                  [Acknowledge INC-1] [Take lead INC-1]
            "#]],
        )
        .await;
}

/// As when what is piped to has ended.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _text: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nobody_who_reads_ends_it_quietly_and_loses_no_message() {
    let Bench { mut console, dir, _world, .. } = Bench::new(Look::default, None);
    console.shown = Arc::new(Shown::new(Screen::on(Box::new(Broken)), Look::default));
    console.deliver(&called(1)).await.unwrap();
    let (inbox, letters) = Inbox::new(1);
    let mut desk = Desk::new(&console, inbox, console.seat.clone());
    let bot = tokio::spawn(answer(letters));
    piped(&mut desk, "/incident list\n/incident list\n".as_bytes()).await.unwrap();
    drop(desk);
    bot.await.unwrap();
    drop(console);
    let again = Bench::in_folder(dir, Look::default, None);
    assert!(again.console.find(&called(1)).await.unwrap().is_some());
}
