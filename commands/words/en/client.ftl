# What is said about clients.

client-which = Name the client: `/client show` and its name.
client-is = { $client } · { $name } · { $tier }
tier-core = core client
tier-standard = standard client
client-contact = Contact { $name }: { $reach }
client-site = Site { $name } · { $zone }
client-open = { $count ->
    [0] No incident is open.
    [one] 1 incident is open.
   *[other] { $count } incidents are open.
}
