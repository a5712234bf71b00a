//! Whom a message calls for a department that has no user group (PNG-1, PNG-4).

use std::sync::Arc;

use baton::chat::{Act, Outgoing, Platform as _};
use baton_commands::ids::{DeptId, PersonId, Place, Recipient};

use super::delivery::{bench, line};
use super::office::{slack, socket, workspace, world};

fn dept(slug: &str) -> Recipient {
    Recipient::Dept(DeptId::new(slug))
}

fn person(handle: &str) -> Recipient {
    Recipient::Person(PersonId::new(handle))
}

/// Of the demo company, `network` has a duty rotation and `software` none; both have no group, `unix` has one.
#[tokio::test]
async fn a_department_without_a_group_is_called_by_those_whose_turn_it_is() {
    let cases: [(&[Recipient], Option<&str>, &[&str]); 7] = [
        // Its duty engineer, and he alone.
        (&[dept("network"), person("net-2")], None, &["UNET2"]),
        // He acted himself: nobody else has anything to do.
        (&[dept("network")], Some("net-2"), &[]),
        // Nobody is on duty: its head.
        (&[dept("network"), person("net-head")], None, &["UNETHEAD"]),
        // It has no rotation: all of it, also who belongs to it beside something else, but who acted.
        (&[dept("software")], None, &["UDEVHEAD", "UDEV1", "UDEV2", "UTAM13"]),
        (&[dept("software")], Some("dev-1"), &["UDEVHEAD", "UDEV2", "UTAM13"]),
        (&[dept("software"), person("dev-1")], None, &["UDEV1"]),
        // The duty engineer of another department is no reason to call nobody here.
        (
            &[dept("software"), dept("unix"), person("unix-1")],
            Some("dev-2"),
            &["UDEVHEAD", "UDEV1", "UTAM13", "UUNIX1"],
        ),
    ];
    for (pings, acted, wanted) in cases {
        let (fake, slack, _) = bench().await;
        let message = Outgoing {
            place: Place::channel("network"),
            pings: pings.iter().cloned().collect(),
            spared: acted.map(PersonId::new).into_iter().collect(),
            ..line(Act::Ping, "called")
        };
        slack.deliver(&message).await.unwrap();
        let text = fake.state().texts("network").remove(0);
        let called = text.split("<@").skip(1).filter_map(|rest| rest.split_once('>'));
        let mut called: Vec<&str> = called.map(|(account, _)| account).collect();
        called.sort_unstable();
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        assert_eq!(called, wanted, "{pings:?} {text}");
        assert_eq!(text.contains("<!subteam^S0UNIX>"), pings.contains(&dept("unix")), "{text}");
        fake.nothing_wrong();
    }
}

#[tokio::test]
async fn for_a_duty_engineer_without_an_account_the_head_of_his_department_is_called() {
    let mut world = world();
    let company = Arc::make_mut(&mut world.company);
    let people = &mut Arc::make_mut(&mut company.directory).people;
    people.get_mut(&PersonId::new("net-2")).expect("a person").accounts.remove("slack");
    let fake = workspace(&world).await;
    fake.state().rooms.values_mut().for_each(|room| room.is_member = true);
    let slack = slack(&fake, &world, socket());
    let message = Outgoing {
        place: Place::channel("network"),
        pings: [dept("network"), person("net-2")].into(),
        ..line(Act::Ping, "called")
    };
    slack.deliver(&message).await.unwrap();
    let text = fake.state().texts("network").remove(0);
    assert!(text.contains("<@UNETHEAD>"), "{text}");
    assert_eq!(text.matches("<@").count(), 1, "{text}");
    fake.nothing_wrong();
}
