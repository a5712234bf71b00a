//! The limit: so many bytes appended to a file and `fdatasync`ed, grouped as the store groups commits.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

use baton::engine::clock::{Clock as _, SystemClock};
use chrono::Duration;

/// Records of `bytes` per second with so many in flight: whatever waits shares one sync.
pub fn rate(dir: &Path, bytes: usize, in_flight: usize, lasting: Duration) -> anyhow::Result<f64> {
    let path = dir.join("raw");
    let mut file = File::create(&path)?;
    let (ask, asked) = channel();
    let begun = SystemClock.now();
    let producers: Vec<_> = (0..in_flight)
        .map(|_| {
            let ask = ask.clone();
            std::thread::spawn(move || produce(&ask, bytes, lasting))
        })
        .collect();
    drop(ask);
    append(&mut file, &asked)?;
    let written: u32 = producers.into_iter().filter_map(|producer| producer.join().ok()).sum();
    let took = SystemClock.now() - begun;
    std::fs::remove_file(&path)?;
    Ok(f64::from(written) / took.as_seconds_f64())
}

type Record = (Vec<u8>, std::sync::mpsc::SyncSender<()>);

fn produce(ask: &Sender<Record>, bytes: usize, lasting: Duration) -> u32 {
    let until = SystemClock.now() + lasting;
    let mut written = 0;
    while SystemClock.now() < until {
        let (answer, answered) = sync_channel(1);
        if ask.send((vec![0x5a; bytes], answer)).is_err() || answered.recv().is_err() {
            break;
        }
        written += 1;
    }
    written
}

fn append(file: &mut File, asked: &Receiver<Record>) -> anyhow::Result<()> {
    while let Ok((mut group, first)) = asked.recv() {
        let mut answers = vec![first];
        while let Ok((bytes, answer)) = asked.try_recv() {
            group.extend_from_slice(&bytes);
            answers.push(answer);
        }
        file.write_all(&group)?;
        file.sync_data()?;
        for answer in answers {
            // Who stopped waiting has counted already.
            let _ = answer.send(());
        }
    }
    Ok(())
}
