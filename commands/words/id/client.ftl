# What is said about clients.

client-which = Sebutkan kliennya: `/client show` dan namanya.
client-is = { $client } · { $name } · { $tier }
tier-core = klien inti
tier-standard = klien standar
client-contact = Kontak { $name }: { $reach }
client-site = Lokasi { $name } · { $zone }
client-open = { $count ->
    [0] Tidak ada insiden terbuka.
   *[other] { $count } insiden terbuka.
}
