# What is said about Baton itself, and what waits for whom.

## Help

help-head = Here is what can be typed.

## Who may

access-refused = { $id }: { $line } is for { $who }.
access-refused-here = { $line } is for { $who }.
access-override-hint = In an emergency you may override this with a reason, and the incident manager is told: { $line }
access-override-not-yours = Overriding is for { $who }.
access-ask-hint = { $whom } may; the button asks.
access-overridden = { $id }: { $by } overrode the rule about { $line }: { $because }
access-overridden-here = { $by } overrode the rule about { $line }: { $because }
access-asked = { $id }: { $by } asks you for { $line }
may-anyone = anyone
may-approvers = the approvers
may-duty = duty engineers
may-engaged = the departments engaged
may-head = department heads
may-key-account-manager = the client's key-account manager
may-lead = the lead
may-member = people of a department
may-project-manager = project managers
may-service-manager = the client's service manager
may-tam = the client's TAM

## --dry-run

dry-run-head = Dry run, nothing was done. The answer would be:
dry-run-ping = Would ping { $who } in { $place }: { $reason }
dry-run-ping-later = Would ping { $who } in { $place } at { $at }, after quiet hours: { $reason }

## /baton mine

mine-head = { $count ->
    [one] 1 thing waits for you
   *[other] { $count } things wait for you
}
mine-nothing = Nothing waits for you.
mine-assigned = { $id } is yours · severity { $severity } · { $state } · { $title }
mine-leading = { $id } is yours to lead · severity { $severity } · { $state } · { $title }
mine-called = { $id } needs { $department } · severity { $severity } · nobody has it yet · { $title }
mine-debrief = { $id } needs its debrief by { $due }
mine-action = { $id } action { $number } is due { $due } · { $text }
mine-violation = { $id } needs your analysis of a missed target · { $title }
mine-on-duty = You are on duty for { $department }.

## /baton why

why-pinged = { $id }: { $count ->
    [one] 1 ping
   *[other] { $count } pings
}
why-of-what = Say which record: { $line }
why-nobody-pinged = { $id }: nobody was pinged
why-ping = { $at } · { $reason } · { $who } in { $place } · { $outcome }
why-earlier = { $more ->
    [one] 1 earlier ping is not shown.
   *[other] { $more } earlier pings are not shown.
}
why-quiet = { $count ->
    [one] 1 more message pinged nobody.
   *[other] { $count } more messages pinged nobody.
}
sent-waiting = waits until { $at }
sent-done = sent { $at }
sent-never = could not be delivered, { $at }: { $why }
sent-lapsed = not sent, nobody had to act any more at { $at }
sent-merged = sent together with others { $at }

## The rules, in words that can be read out to a client

rule-inc-1 = When an incident is opened, the departments that can help are called.
rule-inc-2 = Whoever is given work on an incident is told: the department that is called, the person who does it, the one who leads.
rule-inc-5 = An escalation is told to the one it goes to.
rule-inc-6 = After a serious incident the lead is reminded of the debrief, and the owners of its actions until those are done.
rule-inc-7 = Several incidents alike may share a cause; the incident manager is told.
rule-sla-5 = A hold ended at the time that was set; those who can go on are called.
rule-sla-9 = A promised time was partly or fully used up; it is agreed who is told at this point.
rule-acc-3 = Somebody lacked the right to do something: one who has it was asked, or the incident manager was told of an override.
rule-other = Rule { $rule }.

## /baton undelivered

undelivered-head = { $count ->
    [one] 1 message could not be delivered
   *[other] { $count } messages could not be delivered
}
undelivered-none = Everything was delivered.
undelivered-line = { $id } · { $at } · { $reason } · { $who } in { $place } · { $why }
undelivered-line-post = { $id } · { $at } · { $reason } · { $place } · { $why }

## /baton search

search-found = { $count ->
    [one] 1 record has “{ $text }”
   *[other] { $count } records have “{ $text }”
}
search-nothing = No record has “{ $text }”.
search-line = { $id } { $title } · { $state } · opened { $at }
search-line-archived = { $id } { $title } · archived · opened { $at }

## /baton status

status-head = Baton { $version } for { $company }
status-platform = Connected: { $platform }
status-records = Incidents: { $live } open, { $archived } archived
status-outbox = Messages: { $pending } waiting, { $undelivered } undelivered
status-wake = Next wake-up: { $at }
status-no-wake = Next wake-up: none
status-store = Store: { $store }, { $events ->
    [one] 1 event
   *[other] { $events } events
}, { $kib } KiB
lookup-odd = The store answered another question. Please ask again.

## /baton language

language-set = You are answered in { $language } from now on.
language-untranslated = Not every sentence is translated into { $language } yet; where one is missing it is English.
language-set-here = What is posted in { $place } is in { $language } from now on.
language-unknown = “{ $typed }” is no language that is spoken here.
language-known = Choose one of { $languages }.

## /baton link

link-code = Type { $line } from your other account by { $until }. It works once.
link-done = This account belongs to { $who } now.
link-already-known = You are known as { $who } here. The code is for the account that is not known yet.
link-bad-code = That code is unknown, used or too old.
link-how = Type `/baton link` from an account that is known here, then type the code you get from this one.
link-not-here = Codes are not given here; type `/baton link` in the chat.
person-unknown = This account belongs to nobody here yet.
not-delivered = Told here because { $place } could not be reached: { $why }
told-too-late = This was to be told at { $at }; nobody has to act on it any more.
fault-of-ours = Something went wrong on our side, and nothing was changed. Tell the operator this reference: { $reference }

## /baton reload

reload-done = The organisation's files are in force.
reload-same = The organisation's files say what is in force already.
reload-calendars = Edited calendars count from { $from }: { $calendars }.
reload-from-past = Calendars can't be changed back in time: { $from } is over.
reload-not-here = The organisation's files can't be read from here; type `/baton reload` in the chat.
reload-bad = { $count ->
    [one] The organisation's files have a fault
   *[other] The organisation's files have { $count } faults
}, so what was in force stays in force.
reload-fault = { $fault }
reload-sooner = { $count ->
    [one] 1 deadline comes sooner:
   *[other] { $count } deadlines come sooner:
}
reload-breaches = { $id } { $target } is missed: due { $by }, was due { $was }
reload-moves = { $id } { $target }: due { $by }, was due { $was }

## What a chat platform says itself

card-more = … { $line } shows the rest.
chat-busy = More is being said right now than I can hear. Nothing was done; say it again in a minute.
chat-old-form = This form is of an earlier version of mine. Nothing was done; open it anew.
chat-late = I did not get to this in time. Nothing was done; say it again.
chat-unsure = I could not finish this in time. Look whether it was done before you say it again.
chat-writing = This is being written down, and takes longer than usual. It is done when the answer is here. If none comes within a minute, look before you say it again.
form-continue = Continue
form-leave = Cancel
form-more = Fill in more: { $fields }
form-send = Send
form-so-far = So far this is filled in; the button asks for the rest.
form-then = Then
home-mine = My work
