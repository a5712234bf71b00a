//! What is typed: who one is and where, buttons, time, help.

use super::*;

#[tokio::test]
async fn a_person_chooses_who_he_is_and_where_he_speaks() {
    let bench = Bench::new(Look::default, None);
    let lines = ":who\n/incident list\n:who unix-1\n:in unix\n/incident list\n:in dm\nincident list\n\
                 :who tam-1\nincident list\n:in INC-9\n:in dm:unix-1\n";
    bench
        .types(
            lines,
            expect![[r#"
                You are tam-1 in #incidents.
                09:30 #incidents reply
                  Here is what can be typed.
                  tam-1: /incident list
                You are unix-1 in #incidents now.
                You are unix-1 in #unix now.
                09:30 #unix reply
                  Here is what can be typed.
                  unix-1: /incident list
                You are unix-1 in direct messages with the bot now.
                09:30 dm:unix-1 reply
                  Here is what can be typed.
                  unix-1, no slash needed: incident list
                You are tam-1 in direct messages with the bot now.
                09:30 dm:tam-1 reply
                  Here is what can be typed.
                  tam-1, no slash needed: incident list
                There is no INC-9.
                Direct messages are one's own: `:who unix-1`, then `:in dm`.
            "#]],
        )
        .await;
}

#[tokio::test]
async fn slips_are_answered_with_what_was_meant_and_strangers_may_speak() {
    let bench = Bench::new(Look::default, None);
    let lines = ":who tam1\n:in #unxi\n:peple\n:who bob\n/baton help\n:who console:tam1\n";
    bench
        .types(
            lines,
            expect![[r#"
                Nobody is called `tam1`. Did you mean `tam-1`? `console:tam1` speaks as an account of nobody.
                There is no `#unxi`. Did you mean `#unix`?
                `:peple` is nothing here. Did you mean `:people`?
                You are console:bob in #incidents now.
                09:30 #incidents reply
                  Here is what can be typed.
                  stranger console:bob: /baton help
                You are console:tam1 in #incidents now.
            "#]],
        )
        .await;
}

#[tokio::test]
async fn a_script_can_speak_as_several_and_leaves_the_seat_where_it_was() {
    let bench = Bench::new(Look::default, None);
    let lines = "#unix unix-1: [Acknowledge INC-1]\ndm unix-2: incident list\n\
                 #unxi unix-1: hello\n/incident list\n";
    bench
        .types(
            lines,
            expect![[r#"
                09:30 #unix reply
                  Here is what can be typed.
                  unix-1: [Acknowledge INC-1]
                09:30 dm:unix-2 reply
                  Here is what can be typed.
                  unix-2, no slash needed: incident list
                There is no `#unxi`. Did you mean `#unix`?
                09:30 #incidents reply
                  Here is what can be typed.
                  tam-1: /incident list
            "#]],
        )
        .await;
}

#[tokio::test]
async fn a_number_presses_the_button_it_was_shown_beside() {
    let bench = Bench::new(Look::default, None);
    bench.console.deliver(&called(1)).await.unwrap();
    bench.console.deliver(&called(2)).await.unwrap();
    bench
        .types(
            "2\n:3\n5\n",
            expect![[r#"
                09:30 #incidents reply
                  Here is what can be typed.
                  tam-1: [Take lead INC-1]
                09:30 #incidents reply
                  Here is what can be typed.
                  tam-1: [Acknowledge INC-2]
                No button 5 was shown; a record's buttons come with `/incident show`.
            "#]],
        )
        .await;
}

#[tokio::test]
async fn plain_talk_is_answered_once_on_a_terminal_and_never_in_a_pipe() {
    let piped = Bench::new(Look::default, None);
    piped.types("hello\nhello\n", expect![""]).await;
    let terminal = Bench::new(on_terminal, None);
    terminal
        .types(
            "hello\nhello\n",
            expect![[r#"
                Plain talk is not answered. `/baton help` shows what is,
                `:help` the console's own lines.
            "#]],
        )
        .await;
}

/// A clock that only moves.
struct Clock(Mutex<DateTime<Utc>>);

#[async_trait]
impl Rehearsal for Clock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
    async fn pass(&self, length: Duration) -> anyhow::Result<()> {
        *self.0.lock().unwrap() += length;
        Ok(())
    }
}

#[tokio::test]
async fn time_is_moved_by_hand_in_a_rehearsal_and_not_otherwise() {
    let bench = Bench::new(Look::default, None);
    bench
        .types(
            ":wait 2h\n",
            expect![[r#"
                Time passes by itself here. Start with `--rehearse` to move it by hand.
            "#]],
        )
        .await;
    let clock = Arc::new(Clock(Mutex::new(at("09:30"))));
    let bench = Bench::new(Look::default, Some(clock));
    bench
        .types(
            ":now\n:wait 2h\n:until 14:00\n:until 2026-03-01\n:wait 2h30m\n:wait a bit\n:until\n",
            expect![[r#"
                It is Mon 2026-03-02 09:30 (Asia/Jakarta).
                It is Mon 2026-03-02 11:30 (Asia/Jakarta).
                It is Mon 2026-03-02 14:00 (Asia/Jakarta).
                That is over already; time only goes on.
                It is Mon 2026-03-02 16:30 (Asia/Jakarta).
                Until when? Try `:wait 2h`.
                Until when? Try `:until 14:00`.
            "#]],
        )
        .await;
}

#[tokio::test]
async fn lists_and_help_fit_a_screen() {
    let bench = Bench::new(on_terminal, None);
    bench
        .types(
            ":people\n:places\n:help\n",
            expect![[r#"
          unix    unix-head unix-1 unix-2
          others  tam-1
          #incidents     incidents
          #project-acme  Acme Retail
          #unix          Unix group
          :who WHO              speak as somebody else; alone, says
                                who and where you are
          :in PLACE             speak in a channel, in `dm`, or in
                                the thread of a record: `:in INC-7`
          :people               who there is
          :places               where one can speak
          :history [PLACE|all]  the last messages of a place
          :1                    press the button with that number;
                                `1` will do
          :wait 2h              let time pass (with --rehearse)
          :until 14:00          let time pass until then (with
                                --rehearse)
          :now                  what the clock shows (with
                                --rehearse)
          :help [NOUN [VERB]]   this, or what a verb takes
          :quit                 leave; Ctrl-D will do
        `#place who: text` says one line as somebody else. All else
        is said where you are; `/baton help` shows the commands.
        Tab completes, the arrow keys bring lines back.
    "#]],
        )
        .await;
    let text = bench.paper.text();
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
}

#[tokio::test]
async fn the_first_screen_says_who_one_is_and_what_to_try() {
    let look = || Look { colour: false, width: Some(80), numbered: true };
    let bench = Bench::new(look, None);
    let (inbox, _letters) = Inbox::new(1);
    Desk::new(&bench.console, inbox, bench.console.seat.clone()).greet();
    let screen = bench.paper.text();
    expect![[r#"
        Baton for Demo Hosting, on the console. Incidents open: 0.
        You are tam-1 in #incidents. Try:
          /incident open "Web shop answers 502" --severity 2 --client acme
          :who unix-2        speak as somebody else, then press button 1 by typing 1
          /sla next          what breaches next
          /baton help        all that can be said; Tab completes
        `:help` shows the console's own lines, `:quit` or Ctrl-D leaves.
    "#]]
    .assert_eq(&screen);
    assert!(screen.lines().count() <= 15);
    assert!(screen.lines().all(|line| line.chars().count() <= 80));
}

#[tokio::test]
async fn an_end_of_input_or_quit_ends_it_quietly() {
    let bench = Bench::new(Look::default, None);
    bench.types(":quit\n/incident list\n", expect![""]).await;
    bench.types("", expect![""]).await;
}
