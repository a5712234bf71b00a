//! A disk whose power is cut, and what is on it then.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use baton::store::sled::durability::{Durability, Files};

const PAGE: usize = 4096;

/// Every file, by its path under the store's folder.
pub type Image = BTreeMap<PathBuf, Vec<u8>>;

/// What is left after a cut, and what had been acknowledged by then.
pub struct Wreck {
    pub image: Image,
    pub appended: u64,
    pub settled: u64,
}

/// What the test has been told is on disk.
#[derive(Default)]
pub struct Acknowledged {
    /// The position of the last append.
    pub appended: AtomicU64,
    /// Rows are settled in order: the number of the last event whose row is.
    pub settled: AtomicU64,
}

/// A disk that is cut off from power now and then.
pub struct Outage {
    pub dir: PathBuf,
    /// How what was written is made to last; the right way, or another.
    pub last: fn(&Files<'_>) -> Lasted,
    pub acknowledged: Arc<Acknowledged>,
    /// The journal and sled are synced by two threads.
    pub disk: Arc<Mutex<Platter>>,
    /// One sync in so many is cut.
    pub one_in: u64,
}

/// What is on it.
pub struct Platter {
    pub random: Random,
    /// Each file as it was synced last; at first, as it was when the store had been opened.
    pub synced: Image,
    pub wrecks: Vec<Wreck>,
}

/// Whether what was written is on disk for sure.
pub enum Lasted {
    Surely,
    Perhaps,
}

/// The right way.
pub fn flush_and_sync(files: &Files<'_>) -> Lasted {
    files.sync_all().expect("a disk that syncs");
    Lasted::Surely
}

/// What sled's own `flush` promises, and no more.
pub fn flush_only(_: &Files<'_>) -> Lasted {
    Lasted::Perhaps
}

impl Durability for Outage {
    fn sync(&self, files: &Files<'_>) -> io::Result<()> {
        files.flush()?;
        let mut disk = self.disk.lock().unwrap();
        if disk.random.below(self.one_in) == 0 {
            // First what was acknowledged: what is acknowledged meanwhile was synced before.
            let appended = self.acknowledged.appended.load(Ordering::SeqCst);
            let settled = self.acknowledged.settled.load(Ordering::SeqCst);
            let image = disk.wreck(&image_of(&self.dir));
            disk.wrecks.push(Wreck { image, appended, settled });
        }
        if let Lasted::Surely = (self.last)(files) {
            let synced = fs::read(self.dir.join(files.name()))?;
            disk.synced.insert(files.name().to_owned(), synced);
        }
        Ok(())
    }
}

impl Platter {
    fn wreck(&mut self, later: &Image) -> Image {
        // From "nothing since the sync" to "everything but a page or two".
        let kept_of_100 = [0, 5, 50, 95, 100][self.random.below(5) as usize];
        // A file that was removed since may be there again.
        let mut image = self.synced.clone();
        for (path, later) in later {
            let file = image.entry(path.clone()).or_default();
            mix(&mut self.random, file, later, kept_of_100);
        }
        image
    }
}

/// Puts some pages of a later state of a file into an earlier one.
fn mix(random: &mut Random, file: &mut Vec<u8>, later: &[u8], kept_of_100: u64) {
    let (short, long) = (file.len().min(later.len()), file.len().max(later.len()));
    let length = match random.below(3) {
        0 => short,
        1 => long,
        _ => short + random.below((long - short) as u64 + 1) as usize,
    };
    file.resize(length, 0);
    for (page, later) in file.chunks_mut(PAGE).zip(later.chunks(PAGE)) {
        if random.below(100) < kept_of_100 {
            let both = page.len().min(later.len());
            page[..both].copy_from_slice(&later[..both]);
        }
    }
}

pub fn image_of(dir: &Path) -> Image {
    let mut image = Image::new();
    for folder in ["", "journal", "sled"] {
        for entry in fs::read_dir(dir.join(folder)).expect("the store's folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(dir).expect("it is under it").to_owned();
            // One that is carried into sled is removed while we look.
            if path.is_file()
                && let Ok(bytes) = fs::read(&path)
            {
                image.insert(name, bytes);
            }
        }
    }
    image
}

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}
