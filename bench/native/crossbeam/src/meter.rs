//! What the bench asks about each repetition beside its result, measured as `../../meter.hpp` does it: how far
//! apart the cores were, and how much of the machine others took.
use std::fs::read_to_string;
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

/// Clock ticks of this system.
struct CpuTime {
    busy: f64,
    total: f64,
    own: f64,
}

impl CpuTime {
    fn now() -> Option<CpuTime> {
        let stat = read_to_string("/proc/stat").ok()?;
        let ticks: Vec<f64> =
            stat.lines().next()?.split_whitespace().skip(1).filter_map(|word| word.parse().ok()).collect();
        let [user, nice, system, idle, io_wait, irq, soft_irq, steal] = *ticks.get(0..8)? else { return None };
        let busy = user + nice + system + irq + soft_irq + steal;
        let own = read_to_string("/proc/self/stat").ok()?;
        // The command may hold spaces; behind it, user and system time are words 12 and 13.
        let words: Vec<&str> = own[own.rfind(')')? + 2..].split_whitespace().collect();
        let own = words.get(11)?.parse::<f64>().ok()? + words.get(12)?.parse::<f64>().ok()?;
        Some(CpuTime { busy, total: busy + idle + io_wait, own })
    }
}

/// On lines of their own, also where lines are fetched in pairs.
#[repr(align(256))]
struct Word(AtomicI32);

/// Nanoseconds of a round trip of two spinning threads in the fastest run, which nobody has interrupted.
fn round_trip_ns() -> u64 {
    const RUNS: u32 = 100;
    const TRIPS_A_RUN: i32 = 100;
    const LIMIT: Duration = Duration::from_millis(50);
    const STOP: i32 = -1;
    let (ping, pong) = (Word(AtomicI32::new(0)), Word(AtomicI32::new(0)));
    let mut fastest = Duration::MAX;
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut last = 0;
            loop {
                let next = ping.0.load(SeqCst);
                if next == last {
                    continue;
                }
                pong.0.store(next, SeqCst);
                if next == STOP {
                    return;
                }
                last = next;
            }
        });
        let begin = Instant::now();
        for _ in 0..RUNS {
            if begin.elapsed() > LIMIT {
                break;
            }
            let start = Instant::now();
            for k in 1..=TRIPS_A_RUN {
                ping.0.store(k, SeqCst);
                while pong.0.load(SeqCst) != k {}
            }
            fastest = fastest.min(start.elapsed());
        }
        ping.0.store(STOP, SeqCst);
    });
    (fastest.as_nanos() / TRIPS_A_RUN as u128) as u64
}

/// From its making to `stop`.
pub struct Meter {
    before_ns: u64,
    start: Option<CpuTime>,
}

impl Meter {
    pub fn start() -> Meter {
        Meter { before_ns: round_trip_ns(), start: CpuTime::now() }
    }

    /// The fields of an `Outcome` that every repetition has.
    pub fn stop(self) -> String {
        let others = self.others().map_or("null".to_string(), |share| share.to_string());
        format!("\"placementNs\":[{},{}],\"others\":{}", self.before_ns, round_trip_ns(), others)
    }

    fn others(&self) -> Option<f64> {
        let (start, end) = (self.start.as_ref()?, CpuTime::now()?);
        let total = end.total - start.total;
        if total <= 0.0 {
            return None;
        }
        let others = (end.busy - start.busy) - (end.own - start.own);
        // `total` counts every core that is online, also those that this process may not use.
        let online = read_to_string("/proc/stat").ok()?.lines().filter(|line| is_core(line)).count();
        let cores = online as f64 / thread::available_parallelism().ok()?.get() as f64;
        Some((others.max(0.0) / total * cores.max(1.0)).min(1.0))
    }
}

/// `cpu0 …`
fn is_core(line: &str) -> bool {
    line.strip_prefix("cpu").is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
}
